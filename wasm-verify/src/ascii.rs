//! ASCII that can be seen, found eight bytes at a step.

/// Whether all bytes are ASCII from `first`, a blank or what comes after it, to `~`, the last that is printed.
///
/// The highest bit of each byte says that it is above `~` or below `first`. One that is may mark its neighbour
/// too, which changes nothing.
pub(crate) fn is_printed(bytes: &[u8], first: u8) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let (chunks, rest) = bytes.as_chunks::<8>();
    let odd = chunks.iter().fold(0, |odd, chunk| {
        let x = u64::from_le_bytes(*chunk);
        odd | x | x.wrapping_add(ONES) | x.wrapping_sub(ONES * u64::from(first))
    });
    odd & (ONES * 0x80) == 0 && rest.iter().all(|byte| (first..=b'~').contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_odd_byte_at_any_place_is_seen() {
        for length in 0..20 {
            for place in 0..length {
                for byte in 0..=u8::MAX {
                    let mut bytes = [b'~'; 20];
                    bytes[place] = byte;
                    for first in [b' ', b'!'] {
                        let expected = (first..=b'~').contains(&byte);
                        assert_eq!(
                            is_printed(&bytes[..length], first),
                            expected,
                            "{byte} at {place}"
                        );
                    }
                }
            }
        }
    }
}
