/// The command line as the system handed it over.
enum ProgramArguments {
    /// Refuses arguments that are not UTF-8, which Swift would repair silently: what is stored must
    /// be what was written.
    ///
    /// - Throws: `ProgramError.usage`.
    static func check() throws(ProgramError) {
        for place in 1..<max(1, Int(CommandLine.argc)) {
            guard let text = CommandLine.unsafeArgv[place] else { continue }
            guard String(validatingCString: text) != nil else {
                throw .usage("argument \(place) is not UTF-8 text")
            }
        }
    }
}
