//! The corpus: what the properties are tried on before anything else.

use std::path::PathBuf;

/// The folder of a target's inputs.
pub fn folder(target: &str) -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.join("corpus").join(target)
}

/// A target's inputs, by the names of their files.
pub fn inputs(target: &str) -> Vec<(String, Vec<u8>)> {
    let files = std::fs::read_dir(folder(target)).expect("a folder in the corpus");
    let mut inputs: Vec<_> = files
        .map(|file| {
            let path = file.expect("a file").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            (name.into_owned(), std::fs::read(&path).expect("its bytes"))
        })
        .collect();
    inputs.sort();
    inputs
}
