//! Small pictures: right heads and ends, and nothing to be seen in them.

use std::path::Path;

/// A PNG of that size; another `seed` makes other bytes.
pub(crate) fn png(width: u32, height: u32, seed: &str) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend(width.to_be_bytes());
    png.extend(height.to_be_bytes());
    png.extend(b"\x08\x02\0\0\0\0\0\0\0");
    png.extend(seed.as_bytes());
    png.extend(b"\0\0\0\0IEND\xaeB`\x82");
    png
}

/// A JPEG of that size.
pub(crate) fn jpeg(width: u16, height: u16, seed: &str) -> Vec<u8> {
    let mut jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
    jpeg.extend(b"\xff\xc0\0\x11\x08");
    jpeg.extend(height.to_be_bytes());
    jpeg.extend(width.to_be_bytes());
    jpeg.extend(b"\x03\x01\x22\0\x02\x11\x01\x03\x11\x01");
    jpeg.extend(seed.as_bytes());
    jpeg.extend(b"\xff\xd9");
    jpeg
}

/// Writes a file, and the folders that it is in.
pub(crate) fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let file = folder.join(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, bytes).unwrap();
}

/// What a verification needs: a face and both sides of a document.
pub(crate) fn complete(folder: &Path, seed: &str) {
    let picture = |what: &str| jpeg(640, 480, &format!("{what} {seed}"));
    write(folder, "face.jpg", picture("face"));
    write(folder, "document-front.jpg", picture("front"));
    write(folder, "document-back.2.png", png(800, 500, seed));
}
