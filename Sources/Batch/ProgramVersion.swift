/// The version of all programs of this package; they are released together.
public enum ProgramVersion {
    /// Semantic version.
    public static let current = "1.0.0"
}
