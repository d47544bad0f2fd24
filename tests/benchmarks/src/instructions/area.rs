//! What instructions are for, by the crate of their source.

use super::profile::Place;

/// What instructions are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// SHA-256: the webhook's signature, the payload's name, the signatures of requests.
    Sha256,
    /// Reading the webhook, and folding it into the session.
    Fold,
    /// Compressing the payload.
    Compression,
    /// Lambda's runtime API: the event, its JSON, the answer.
    Runtime,
    /// Items as DynamoDB's JSON, and back.
    Items,
    /// Signing requests (SigV4), without the hashing.
    Signing,
    /// What the SDK does around a request.
    Orchestration,
    /// HTTP to DynamoDB and to the runtime API.
    Http,
    /// Tasks, timers and sockets.
    Tokio,
    /// Logs and metrics.
    Telemetry,
    /// Getting memory and giving it back.
    Allocation,
    /// Copying, comparing and clearing memory.
    Copying,
    /// Strings, vectors and maps of the standard library, for whomever.
    Standard,
    /// Everything else.
    Other,
}

impl Area {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Sha256,
        Self::Fold,
        Self::Compression,
        Self::Runtime,
        Self::Items,
        Self::Signing,
        Self::Orchestration,
        Self::Http,
        Self::Tokio,
        Self::Telemetry,
        Self::Allocation,
        Self::Copying,
        Self::Standard,
        Self::Other,
    ];

    /// Its name in a table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "SHA-256: webhook, payload's name, requests",
            Self::Fold => "judging, reading and folding the webhook",
            Self::Compression => "compressing the payload",
            Self::Runtime => "the runtime API and the event's JSON",
            Self::Items => "the SDK: items as JSON, and back",
            Self::Signing => "the SDK: signing, without the hashing",
            Self::Orchestration => "the SDK: around a request",
            Self::Http => "HTTP",
            Self::Tokio => "tasks, timers, sockets",
            Self::Telemetry => "logs and metrics",
            Self::Allocation => "getting and freeing memory",
            Self::Copying => "copying and clearing memory",
            Self::Standard => "strings, vectors and maps",
            Self::Other => "other",
        }
    }

    /// Whether it is part of what every intake has to do that checks, keeps and writes the same: what
    /// remains without an SDK, an allocator and a log.
    pub fn remains(self) -> bool {
        matches!(
            self,
            Self::Sha256
                | Self::Fold
                | Self::Compression
                | Self::Runtime
                | Self::Items
                | Self::Signing
                | Self::Http
        )
    }

    /// What the instructions at a place are for.
    pub fn of(place: &Place) -> Self {
        let Place { file, function } = place;
        if file.contains("/malloc/") || ALLOCATORS.iter().any(|it| function.contains(it)) {
            return Self::Allocation;
        }
        if COPIES.iter().any(|it| function.contains(it)) {
            return Self::Copying;
        }
        if function.starts_with("verification::telemetry") || function.contains("::telemetry::") {
            return Self::Telemetry;
        }
        if function.starts_with("verification::store::payload::compressed") {
            return Self::Compression;
        }
        let name = crate_of_file(file).or_else(|| crate_of_function(function));
        name.map_or(Self::Other, |name| Self::of_crate(&name))
    }

    fn of_crate(name: &str) -> Self {
        match name {
            "sha2" | "hmac" | "digest" | "block_buffer" | "crypto_common" | "hybrid_array"
            | "cpufeatures" | "subtle" => Self::Sha256,
            "veriff_verify" | "veriff_json" | "verification" | "receive_webhook" | "jiff"
            | "uuid" => Self::Fold,
            "miniz_oxide" | "adler2" | "simd_adler32" => Self::Compression,
            "lambda_runtime"
            | "lambda_runtime_api_client"
            | "lambda_http"
            | "aws_lambda_events"
            | "serde_json"
            | "serde"
            | "serde_core"
            | "query_map"
            | "base64"
            | "mime"
            | "encoding_rs" => Self::Runtime,
            "aws_sdk_dynamodb" | "aws_smithy_json" | "aws_smithy_schema" | "base64_simd"
            | "vsimd" => Self::Items,
            "aws_sigv4" | "hex" | "time" | "form_urlencoded" | "percent_encoding" => Self::Signing,
            "hyper"
            | "hyper_util"
            | "hyper_rustls"
            | "http"
            | "httparse"
            | "http_body"
            | "http_body_util"
            | "h2"
            | "httpdate"
            | "want"
            | "aws_smithy_http_client"
            | "bytes"
            | "fnv"
            | "itoa"
            | "rustls"
            | "tower"
            | "tower_service"
            | "tower_layer"
            | "futures_util"
            | "futures_core"
            | "futures_channel"
            | "try_lock"
            | "atomic_waker" => Self::Http,
            "tokio" | "tokio_util" | "tokio_stream" | "mio" | "socket2" | "slab" | "libc"
            | "parking_lot" | "parking_lot_core" => Self::Tokio,
            "tracing" | "tracing_core" | "tracing_subscriber" | "tracing_serde"
            | "sharded_slab" | "thread_local" => Self::Telemetry,
            "std" => Self::Standard,
            name if name.starts_with("aws_") => Self::Orchestration,
            _ => Self::Other,
        }
    }
}

/// Functions that get memory or give it back, wherever they are.
const ALLOCATORS: [&str; 9] = [
    "__rust_alloc",
    "__rust_dealloc",
    "__rust_realloc",
    "malloc",
    "calloc",
    "realloc",
    "_int_free",
    "raw_vec::",
    "alloc::alloc::",
];

/// Functions of the C library that move, compare and clear.
const COPIES: [&str; 6] = ["memcpy", "memmove", "memset", "memcmp", "bcmp", "strlen"];

/// The crate of a source file; none for the standard library's, whose instructions are for whoever
/// instantiated them.
fn crate_of_file(file: &str) -> Option<String> {
    let folder = if let Some((_, path)) = file.split_once("/registry/src/") {
        // After the registry's own folder: `name-1.2.3`.
        let folder = path.split('/').nth(1)?;
        let version = folder.rfind('-').filter(|at| {
            let next = folder[at + 1..].chars().next();
            next.is_some_and(|c| c.is_ascii_digit())
        });
        &folder[..version.unwrap_or(folder.len())]
    } else if file.contains("/wasm-verify/") {
        "veriff_verify"
    } else if file.contains("/functions/") {
        "verification"
    } else {
        return None;
    };
    Some(folder.replace('-', "_"))
}

/// The first crate in a function's name that is not the standard library's; `std` if there is none.
fn crate_of_function(function: &str) -> Option<String> {
    let standard = ["core", "alloc", "std", "hashbrown", "compiler_builtins"];
    let words = function.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
    let mut paths = words.filter_map(|word| word.split_once("::"));
    let mut any = false;
    paths
        .find_map(|(first, _)| {
            any = true;
            let known = first.starts_with(|c: char| c.is_ascii_lowercase());
            (known && !standard.contains(&first)).then(|| first.to_owned())
        })
        .or_else(|| any.then(|| "std".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(file: &str, function: &str) -> Area {
        Area::of(&Place {
            file: file.into(),
            function: function.into(),
        })
    }

    #[test]
    fn a_line_belongs_to_the_crate_of_its_file_and_else_of_its_function() {
        let registry = "/home/me/.cargo/registry/src/index-0123456789abcdef";
        let in_crate = |name: &str| format!("{registry}/{name}/src/lib.rs");
        let library = "/rustc/0123/library/core/src/num/mod.rs";
        for (file, function, expected) in [
            (
                in_crate("sha2-0.11.1"),
                "receive_webhook::main",
                Area::Sha256,
            ),
            (
                in_crate("aws-smithy-runtime-api-1.20.0"),
                "x::y",
                Area::Orchestration,
            ),
            (in_crate("aws-sigv4-1.6.4"), "x::y", Area::Signing),
            (in_crate("base64-simd-0.8.0"), "x::y", Area::Items),
            (library.into(), "sha2::sha256::compress256", Area::Sha256),
            (
                library.into(),
                "<tracing::instrument::Instrumented<T> as core::future::future::Future>::poll",
                Area::Telemetry,
            ),
            (
                library.into(),
                "core::ptr::drop_in_place<aws_smithy_types::config_bag::ConfigBag>",
                Area::Orchestration,
            ),
            (
                library.into(),
                "<alloc::string::String>::push",
                Area::Standard,
            ),
            (
                "???".into(),
                "<alloc::raw_vec::RawVecInner>::finish_grow",
                Area::Allocation,
            ),
            (
                "./malloc/./malloc/malloc.c".into(),
                "_int_free",
                Area::Allocation,
            ),
            (
                "./string/../sysdeps/x86_64/a.S".into(),
                "__memset_avx2_unaligned",
                Area::Copying,
            ),
            (
                "/src/functions/verification/src/record.rs".into(),
                "x::y",
                Area::Fold,
            ),
            (
                library.into(),
                "verification::store::payload::compressed",
                Area::Compression,
            ),
            ("???".into(), "main", Area::Other),
        ] {
            assert_eq!(area(&file, function), expected, "{file}: {function}");
        }
    }
}
