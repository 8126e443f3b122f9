#ifndef CPOSTGRES_SHIM_H
#define CPOSTGRES_SHIM_H

#include <libpq-fe.h>
#include <pg_config.h>

/* Not in Swift's Glibc module; used to end a poll(2) on libpq's socket. */
#include <sys/eventfd.h>

/* The fields of a server error, PostgreSQL chapter 34.3. In postgres_ext.h they are character
 * literals in macros; an enumeration gives Swift integers of the type PQresultErrorField takes. */
enum {
    DIAGNOSTIC_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED,
    DIAGNOSTIC_SQLSTATE = PG_DIAG_SQLSTATE,
    DIAGNOSTIC_MESSAGE = PG_DIAG_MESSAGE_PRIMARY,
    DIAGNOSTIC_DETAIL = PG_DIAG_MESSAGE_DETAIL,
    DIAGNOSTIC_HINT = PG_DIAG_MESSAGE_HINT,
    DIAGNOSTIC_CONTEXT = PG_DIAG_CONTEXT,
    DIAGNOSTIC_SCHEMA = PG_DIAG_SCHEMA_NAME,
    DIAGNOSTIC_TABLE = PG_DIAG_TABLE_NAME,
    DIAGNOSTIC_COLUMN = PG_DIAG_COLUMN_NAME,
    DIAGNOSTIC_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME
};

#endif
