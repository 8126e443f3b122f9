/// What wrk runs (LuaJIT): asks as each member in turn, counts what is answered, and ends wrk when
/// everything is.
///
/// One thread, so its variables are everybody's. wrk waits for its whole duration unless a signal
/// comes, and would cut off what is in flight then; so nothing is in flight when it ends.
enum WrkScript {
    static let text = """
        local ffi = require("ffi")
        ffi.cdef[[
            typedef struct { long seconds; long nanoseconds; } bench_time;
            int clock_gettime(int clock, bench_time *at);
            int getpid(void);
            int kill(int pid, int signal);
        ]]
        local at = ffi.new("bench_time")
        local function now()
            ffi.C.clock_gettime(1, at)
            return tonumber(at.seconds) + tonumber(at.nanoseconds) / 1e9
        end

        local asking, game, requests, members
        local tokens, tag = {}, nil
        local sent, answered, begun = 0, 0, nil
        ended, statuses = 0, {}

        function init(arguments)
            asking, game = arguments[1], arguments[3]
            requests, members = tonumber(arguments[4]), tonumber(arguments[5])
            for token in io.lines(arguments[2]) do
                tokens[#tokens + 1] = token
                if #tokens == members then break end
            end
            body = '{"game_id":"' .. game .. '","method":"card","points":0,'
                .. '"shown":{"amount_minor":53820,"currency":"KRW"}}'
            run = tostring(now())
        end

        function delay()
            return sent < requests and 0 or 20
        end

        function request()
            -- wrk calls once before it begins, to see what it gets.
            if not verified then
                verified = true
                return wrk.format("GET", "/healthz")
            end
            if sent >= requests then return wrk.format("GET", "/healthz") end
            begun = begun or now()
            sent = sent + 1
            local token = tokens[(sent - 1) % #tokens + 1]
            local headers = { Authorization = "Bearer " .. token }
            if asking == "reservation" then
                headers["Content-Type"] = "application/json"
                headers["Idempotency-Key"] = run .. "-" .. sent
                return wrk.format("POST", "/v1/reservations", headers, body)
            end
            if asking == "conditional" then headers["If-None-Match"] = tag end
            return wrk.format("GET", "/v1/games", headers)
        end

        function response(status, headers, text)
            if text:find('"alive"', 1, true) then return end
            tag = headers["ETag"] or headers["Etag"] or headers["etag"] or tag
            answered = answered + 1
            statuses[status] = (statuses[status] or 0) + 1
            if answered == requests then
                ended = now() - begun
                ffi.C.kill(ffi.C.getpid(), 2)
            end
        end

        local threads = {}
        function setup(thread) threads[#threads + 1] = thread end

        function done(summary, latency)
            local counts = {}
            for status, count in pairs(threads[1]:get("statuses")) do
                counts[#counts + 1] = string.format('"%d":%d', status, count)
            end
            local faults = summary.errors
            print(string.format(
                '{"seconds":%f,"statuses":{%s},"p50":%f,"p99":%f,"faults":%d}',
                threads[1]:get("ended"), table.concat(counts, ","),
                latency:percentile(50) / 1e6, latency:percentile(99) / 1e6,
                faults.connect + faults.read + faults.write + faults.timeout))
        end
        """
}
