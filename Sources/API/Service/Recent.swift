/// What was read a short while ago, so that many who ask for the same are answered by one reading.
///
/// Whoever asks while it is being read waits for that reading. Nothing is older than `age`; an error
/// is not kept.
actor Recent<Key: Hashable & Sendable, Value: Sendable> {
    private struct Entry {
        let reading: Task<Value, any Error>
        let begunAt: ContinuousClock.Instant
    }

    private let age: Duration
    private let entriesMax: Int
    private let read: @Sendable (Key) async throws -> Value
    private var entries: [Key: Entry] = [:]

    /// Values that `read` finds, each kept for `age`, at most `entriesMax` of them.
    init(
        age: Duration,
        entriesMax: Int,
        read: @escaping @Sendable (Key) async throws -> Value
    ) {
        self.age = age
        self.entriesMax = entriesMax
        self.read = read
    }

    /// The value for a key.
    ///
    /// - Throws: what reading it threw.
    func value(_ key: Key) async throws -> Value {
        if let entry = entries[key], .now - entry.begunAt < age {
            return try await entry.reading.value
        }
        if entries.count >= entriesMax { makeRoom() }
        let read = read
        // Unstructured, because whoever asked first may be gone before the others are answered.
        let reading = Task { try await read(key) }
        let entry = Entry(reading: reading, begunAt: .now)
        entries[key] = entry
        do {
            return try await reading.value
        } catch {
            if entries[key]?.reading == reading { entries[key] = nil }
            throw error
        }
    }

    /// Forgets everything, because it has changed.
    func drop() { entries = [:] }

    private func makeRoom() {
        entries = entries.filter { .now - $0.value.begunAt < age }
        if entries.count >= entriesMax { entries = [:] }
    }
}
