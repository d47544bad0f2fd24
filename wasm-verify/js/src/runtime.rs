//! What `no_std` leaves to us: memory, and the end. With `std` the module would be a third larger.

#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

/// Nothing that comes from outside gets here. If anything does, the instance stops, and the package
/// makes a new one.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
