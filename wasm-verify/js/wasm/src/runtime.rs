//! What `no_std` leaves to us: memory, and the end.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size, unreachable};
use core::cell::Cell;
use core::ptr::null_mut;

#[global_allocator]
static MEMORY: Pools = Pools {
    free: [const { Cell::new(null_mut()) }; CLASSES],
    next: Cell::new(0),
    end: Cell::new(0),
};

/// Nothing that comes from outside gets here. If anything does, the call throws.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    unreachable()
}

/// Blocks have 16, 32, 64 … bytes, up to 16 MiB.
const CLASSES: usize = 21;
const SMALLEST: u32 = 16;
const PAGE: usize = 64 * 1024;

/// An allocator of half a kilobyte. It rounds up to powers of two and never gives a block to another
/// size: a call frees what it took, and the two buffers stay, so that there is nothing to fragment.
struct Pools {
    /// Of each size the block that was freed last; in it lies the address of the one before.
    free: [Cell<*mut u8>; CLASSES],
    /// From here to `end` memory was never used.
    next: Cell<usize>,
    end: Cell<usize>,
}

// SAFETY: the module is built without threads, so that nothing is ever shared.
unsafe impl Sync for Pools {}

// SAFETY: a block is at least as large as its class says and aligned to 16 bytes, because all sizes are
// multiples of that; it is on a list only while nobody has it.
unsafe impl GlobalAlloc for Pools {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let class = class_of(layout);
        let Some(list) = self
            .free
            .get(class)
            .filter(|_| layout.align() <= SMALLEST as usize)
        else {
            return null_mut();
        };
        let block = list.get();
        if block.is_null() {
            return self.fresh((SMALLEST as usize) << class);
        }
        // SAFETY: the block is free, of at least 16 bytes, and `dealloc` wrote an address into it.
        list.set(unsafe { *block.cast() });
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if let Some(list) = self.free.get(class_of(layout)) {
            // SAFETY: the caller gives the block back, which has at least 16 bytes, aligned to 16.
            unsafe { *block.cast() = list.get() };
            list.set(block);
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's size is valid for this alignment.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        if class_of(wanted) == class_of(layout) {
            return block;
        }
        // SAFETY: as the caller promises; the new block is another one, and large enough for the copy.
        unsafe {
            let moved = self.alloc(wanted);
            if !moved.is_null() {
                moved.copy_from_nonoverlapping(block, layout.size().min(size));
                self.dealloc(block, layout);
            }
            moved
        }
    }
}

impl Pools {
    /// Memory that was never used, fetched from the host if need be.
    fn fresh(&self, size: usize) -> *mut u8 {
        if self.end.get() - self.next.get() < size {
            let pages = size.div_ceil(PAGE);
            if memory_grow(0, pages) == usize::MAX {
                return null_mut();
            }
            let end = memory_size(0) * PAGE;
            // What was left before stays unused if the host's memory has grown in between: it has not.
            if self.end.get() != end - pages * PAGE {
                self.next.set(end - pages * PAGE);
            }
            self.end.set(end);
        }
        let start = self.next.get();
        self.next.set(start + size);
        start as *mut u8
    }
}

fn class_of(layout: Layout) -> usize {
    let size = u32::try_from(layout.size())
        .unwrap_or(u32::MAX)
        .max(SMALLEST);
    ((size - 1).ilog2() + 1 - SMALLEST.ilog2()) as usize
}
