/// The schema that these programs work with.
public enum SchemaNumber {
    /// The number of the last file in `sql/migrations`; a test compares the two.
    public static let current = 15
}
