//! A number for a pair of names, to find it in a table made by `generate.rs`.

/// Mixes a module's and a function's name, as they are written. The same on every machine.
pub(crate) fn hash(module: &str, function: &str) -> u32 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut state = (module.len() as u64) << 32 | function.len() as u64;
    let mut add = |word: u64| state = (state.rotate_left(23) ^ word).wrapping_mul(FACTOR);
    for name in [module, function] {
        let (words, rest) = name.as_bytes().as_chunks::<8>();
        for word in words {
            add(u64::from_le_bytes(*word));
        }
        add(rest
            .iter()
            .fold(0, |word, byte| word << 8 | u64::from(*byte)));
    }
    // The upper half is mixed best, and fits.
    u32::try_from(state >> 32).unwrap_or_default()
}
