public import ArgumentParser
import Foundation

/// A command of one of our programs: whatever it throws becomes lines on standard error and one of
/// the exit statuses of `ExitStatus`.
public protocol ProgramCommand: AsyncParsableCommand {
    /// Does the command's work.
    ///
    /// - Throws: `ProgramError`, or anything that `ProgramError.init` understands.
    mutating func perform() async throws
}

extension ProgramCommand {
    /// Runs `perform` and ends the program as its error demands.
    public mutating func run() async throws {
        do {
            try ProgramArguments.check()
            try await perform()
        } catch let exit as ExitCode {
            throw exit
        } catch let exit as CleanExit {
            throw exit
        } catch let misuse as ValidationError {
            throw misuse
        } catch {
            let failure = ProgramError(error)
            StandardError.write(failure.lines, program: ProcessInfo.processInfo.processName)
            throw ExitCode(failure.exitStatus.rawValue)
        }
    }
}
