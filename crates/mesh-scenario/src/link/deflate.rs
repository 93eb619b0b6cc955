//! Raw deflate with a preset dictionary, in pure Rust.
//!
//! The dictionary is text that scenarios are made of; only references to it travel. It is packed first and
//! what comes out is thrown away: the window then holds it. Unpacking puts it in front of the output.

use mesh_words::say;
use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::{LinkError, MAX_ENVELOPE};

/// Frozen: one changed byte breaks every link. A better one gets the next number and a file of its own.
const DICTIONARY_1: &[u8] = include_bytes!("dictionary-1.txt");

/// Packs bytes against the dictionary.
pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    // The best level; window bits below zero mean raw deflate, without zlib's frame.
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(10, -15, 0));
    feed(&mut compressor, DICTIONARY_1, TDEFLFlush::Sync);
    feed(&mut compressor, bytes, TDEFLFlush::Finish)
}

fn feed(compressor: &mut CompressorOxide, mut bytes: &[u8], flush: TDEFLFlush) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let (status, read, written) = compress(compressor, bytes, &mut buffer, flush);
        packed.extend(buffer.iter().take(written));
        bytes = bytes.get(read..).unwrap_or_default();
        let full = written == buffer.len();
        if status != TDEFLStatus::Okay || (bytes.is_empty() && !full && flush != TDEFLFlush::Finish) {
            return packed;
        }
    }
}

/// Unpacks bytes, at most 1 MiB.
pub(super) fn unpack(stream: &[u8]) -> Result<Vec<u8>, LinkError> {
    let unpacked = unpack_as_far_as_possible(stream);
    match unpacked.end {
        End::Whole => Ok(unpacked.bytes),
        End::TooLarge => Err(LinkError::TooLarge),
        End::Short | End::Broken => Err(LinkError::Content(say!("link-content-packing"))),
    }
}

/// How unpacking ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// At the end of the stream.
    Whole,
    /// Where the bytes ended but the stream did not.
    Short,
    /// At something that no packing makes.
    Broken,
    /// At 1 MiB.
    TooLarge,
}

/// What could be unpacked.
#[derive(Debug)]
pub(super) struct Unpacked {
    /// At most 1 MiB.
    pub(super) bytes: Vec<u8>,
    /// Bytes of the stream that were used.
    pub(super) used: usize,
    pub(super) end: End,
}

/// Unpacks bytes up to where they end or break.
pub(super) fn unpack_as_far_as_possible(stream: &[u8]) -> Unpacked {
    let most = DICTIONARY_1.len() + MAX_ENVELOPE;
    let mut output = DICTIONARY_1.to_vec();
    let mut decompressor = DecompressorOxide::new();
    let mut used = 0;
    let mut written = output.len();
    let end = loop {
        output.resize((output.len() * 4).min(most), 0);
        let rest = stream.get(used..).unwrap_or_default();
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, more_read, more_written) = decompress(&mut decompressor, rest, &mut output, written, flags);
        used += more_read;
        written += more_written;
        match status {
            TINFLStatus::Done => break End::Whole,
            TINFLStatus::HasMoreOutput if output.len() < most => {}
            TINFLStatus::HasMoreOutput => break End::TooLarge,
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => break End::Short,
            _ => break End::Broken,
        }
    };
    output.truncate(written);
    output.drain(..DICTIONARY_1.len().min(written));
    Unpacked { bytes: output, used, end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_is_frozen() {
        let hash = blake3::hash(DICTIONARY_1).to_hex();
        assert_eq!(
            hash.as_str(),
            "76bd8292ec3bde2d0747ef1a55e937b0855d2be784e56baccd701d5809bdd11f",
            "mend the file: links depend on each of its bytes"
        );
    }
}
