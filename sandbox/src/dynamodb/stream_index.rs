//! An index over the stream, which the emulator has not: every write and every look at the stream goes
//! through all its records without one, and they are never trimmed.

use dynoxide::{Database, DynoxideError};
use rusqlite::Connection;
use std::sync::atomic::{AtomicU64, Ordering};

/// By the very expressions that the emulator asks for.
const INDEX: &str = "CREATE INDEX IF NOT EXISTS _stream_records_in_order
    ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

/// Adds the index to a database on disk, if it is not there.
///
/// # Errors
/// SQLite's own.
pub(super) fn add_to_file(file: &str) -> Result<(), rusqlite::Error> {
    Connection::open(file)?.execute_batch(INDEX)
}

/// Adds the index to an empty database in memory. Only the emulator reaches that, so it is given the
/// copy of an empty one that has the index.
///
/// # Errors
/// The emulator's own.
pub(super) fn add_to_memory(database: &Database) -> Result<(), DynoxideError> {
    static COPIES: AtomicU64 = AtomicU64::new(0);
    let number = COPIES.fetch_add(1, Ordering::Relaxed);
    let shared = format!("file:empty-{number}?mode=memory&cache=shared");
    // It lives for as long as somebody has it open.
    let empty = Database::new(&shared)?;
    add_to_file(&shared)?;
    database.restore_from(&shared)?;
    drop(empty);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the emulator asks before each write.
    const LAST: &str = "EXPLAIN QUERY PLAN SELECT MAX(CAST(sequence_number AS INTEGER))
        FROM _stream_records WHERE table_name = 'verification'";

    fn plan(file: &str) -> String {
        let connection = Connection::open(file).expect("a database");
        let plan = connection.query_row(LAST, [], |row| row.get("detail"));
        plan.expect("a plan")
    }

    #[test]
    fn the_end_of_the_stream_is_found_by_the_index() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let (file, copy) = (path("file"), path("copy"));

        Database::new(&file).expect("a database");
        assert!(!plan(&file).contains("_stream_records_in_order"));
        for _ in 0..2 {
            add_to_file(&file).expect("an index");
            assert!(plan(&file).contains("_stream_records_in_order"));
        }

        let memory = Database::memory().expect("a database");
        add_to_memory(&memory).expect("an index");
        memory.vacuum_into(&copy).expect("a copy");
        assert!(plan(&copy).contains("_stream_records_in_order"));
    }
}
