import ArgumentParser

/// `dead-letter`: what a person does about messages that were given up.
struct DeadLetterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letter",
        abstract: "Look at messages that were given up, replay them, or say what became of them.",
        discussion: """
            A message is given up after the last try of its policy, when the gateway refuses for \
            good what money is owed for, or when it killed its process three times. On payments and \
            points it then holds up its own reservation and nothing else, until a person decides.

            REPLAY
              Puts the message back into the queue under its own identity. Nothing is ever done \
            twice by it: what may have taken effect is asked about first, and a refused refund goes \
            on under its next generation. Remove the cause first.

            RESOLVE
              Says what became of the message, with evidence, and moves the books on.
              payments/charge
                applied     the payment completes; it is given back if its reservation
                            is gone
                rejected    the payment fails and its points come back
              payments/refund, payments/reverse
                applied --gateway-id ID    the gateway paid it
                applied --outside          it was paid by other means
                rejected                   the refusal stands, where it may
              points/*
                applied     only if the ledger has the entry
                rejected    nothing is posted; correct balances with points adjust
              mail/*, reports/*, webhooks/*
                both only close it

            WHO AND WHY
              replay and resolve ask for --by and --reason, which are kept in preorder.staff_act. \
            A manager acts on reservations of their own country, and cannot replay many.
            """,
        subcommands: [List.self, Show.self, Replay.self, Resolve.self]
    )
}
