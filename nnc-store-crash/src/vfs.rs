//! SQLite's usual file system, with a [`Disk`] that watches.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::io;
use std::mem::size_of;
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rusqlite::ffi;

use crate::disk::Disk;

/// The disk that is watched now. SQLite's file systems are global, and so is this.
static DISK: Mutex<Option<Disk>> = Mutex::new(None);

/// The file system below.
static BELOW: OnceLock<Below> = OnceLock::new();

struct Below(*mut ffi::sqlite3_vfs);

// SAFETY: the file system below is one of SQLite's own. It is never unregistered nor changed after its registration,
// and its functions may be called from any thread.
unsafe impl Send for Below {}
// SAFETY: as above.
unsafe impl Sync for Below {}

/// An open file: SQLite's part, the path if it is watched, and behind it the file of the file system below.
#[repr(C)]
struct Watched {
    base: ffi::sqlite3_file,
    path: *mut PathBuf,
}

/// The installed file system.
#[derive(Debug)]
pub struct Installed(());

/// Makes the watching file system SQLite's default. Connections that are opened from now on use it.
///
/// # Errors
/// If SQLite refuses.
pub fn install() -> io::Result<Installed> {
    static DONE: OnceLock<c_int> = OnceLock::new();
    let code = *DONE.get_or_init(register);
    if code == ffi::SQLITE_OK {
        Ok(Installed(()))
    } else {
        Err(io::Error::other(format!("SQLite answers {code}")))
    }
}

impl Installed {
    /// Watches with another disk from now on, and gives back the one before.
    pub fn watch(&self, disk: Option<Disk>) -> Option<Disk> {
        std::mem::replace(&mut *lock(), disk)
    }

    /// Whether the power of the watched disk is gone.
    pub fn is_cut(&self) -> bool {
        lock().as_ref().is_some_and(Disk::is_cut)
    }
}

fn lock() -> MutexGuard<'static, Option<Disk>> {
    DISK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks the disk; without one everything goes through.
fn ask(question: impl FnOnce(&mut Disk) -> bool) -> bool {
    lock().as_mut().is_none_or(question)
}

fn register() -> c_int {
    // SAFETY: SQLite is initialised first, as its documentation asks; a null name finds the default file system.
    let below = unsafe {
        if ffi::sqlite3_initialize() != ffi::SQLITE_OK {
            return ffi::SQLITE_ERROR;
        }
        ffi::sqlite3_vfs_find(ptr::null())
    };
    if below.is_null() {
        return ffi::SQLITE_ERROR;
    }
    // SAFETY: it is not null, and SQLite keeps it for ever.
    let mut own = unsafe { *below };
    own.szOsFile += size_of::<Watched>() as c_int;
    own.zName = c"power-cut".as_ptr();
    own.pNext = ptr::null_mut();
    own.xOpen = Some(open);
    own.xDelete = Some(delete);
    own.xAccess = Some(access);
    let _first = BELOW.set(Below(below));
    // SAFETY: the table is leaked, so that it lives as long as SQLite may use it.
    unsafe { ffi::sqlite3_vfs_register(Box::into_raw(Box::new(own)), 1) }
}

fn below() -> *mut ffi::sqlite3_vfs {
    BELOW.get().map_or(ptr::null_mut(), |below| below.0)
}

/// The file below an open file.
///
/// # Safety
/// `file` was given to [`open`] by SQLite, with the size that [`register`] asked for.
unsafe fn inner(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: `szOsFile` made room for both, one behind the other; both are aligned as pointers are.
    unsafe { file.cast::<Watched>().add(1).cast() }
}

/// The path of an open file, if it is watched.
///
/// # Safety
/// As for [`inner`], and the file is open.
unsafe fn path_of<'a>(file: *mut ffi::sqlite3_file) -> Option<&'a Path> {
    // SAFETY: `open` wrote the pointer, `close` frees it last.
    unsafe { (*file.cast::<Watched>()).path.as_ref() }.map(PathBuf::as_path)
}

/// # Safety
/// `name` is null or a C string.
unsafe fn name_of(name: *const c_char) -> Option<PathBuf> {
    if name.is_null() {
        return None;
    }
    // SAFETY: it is a C string, says the caller.
    let name = unsafe { CStr::from_ptr(name) };
    name.to_str().ok().map(PathBuf::from)
}

/// Calls a function of the table of the file below.
macro_rules! forward {
    ($file:expr, $method:ident $(, $argument:expr)*) => {{
        // SAFETY: called by SQLite with an open file; the one below is open as long as it is, and has its methods.
        unsafe {
            let inner = inner($file);
            match (*(*inner).pMethods).$method {
                Some(method) => method(inner $(, $argument)*),
                None => ffi::SQLITE_IOERR,
            }
        }
    }};
}

unsafe extern "C" fn open(
    _vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let watched = file.cast::<Watched>();
    // SAFETY: SQLite gives room of `szOsFile` bytes; without methods the file counts as not opened.
    unsafe {
        (*watched).base.pMethods = ptr::null();
        (*watched).path = ptr::null_mut();
        (*inner(file)).pMethods = ptr::null();
    }
    // SAFETY: SQLite gives null or a C string.
    let path = unsafe { name_of(name) };
    if let Some(path) = &path {
        let mut disk = lock();
        if let Some(disk) = disk.as_mut() {
            if disk.is_cut() {
                return ffi::SQLITE_CANTOPEN;
            }
            if !disk.knows(path) {
                // Nobody has it open, so reading it lets go of nobody's locks.
                disk.opened(path, std::fs::read(path).ok());
            }
        }
    }
    let Some(open) = (unsafe {
        // SAFETY: the table below stays where it is.
        (*below()).xOpen
    }) else {
        return ffi::SQLITE_CANTOPEN;
    };
    // SAFETY: the arguments are SQLite's own, the file is the room behind ours.
    let code = unsafe { open(below(), name, inner(file), flags, out) };
    if code == ffi::SQLITE_OK {
        // SAFETY: as above; the path is freed by `close`, which SQLite calls for every file with methods.
        unsafe {
            (*watched).path = path.map_or(ptr::null_mut(), |path| Box::into_raw(Box::new(path)));
            (*watched).base.pMethods = &raw const METHODS;
        }
    }
    code
}

unsafe extern "C" fn delete(_vfs: *mut ffi::sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    // SAFETY: SQLite gives a C string.
    if let Some(path) = unsafe { name_of(name) }
        && !ask(|disk| disk.delete(&path, sync != 0))
    {
        return ffi::SQLITE_IOERR_DELETE;
    }
    // SAFETY: the table below stays where it is, the arguments are SQLite's own.
    unsafe {
        match (*below()).xDelete {
            Some(delete) => delete(below(), name, sync),
            None => ffi::SQLITE_IOERR_DELETE,
        }
    }
}

unsafe extern "C" fn access(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: the table below stays where it is, the arguments are SQLite's own.
    unsafe {
        match (*below()).xAccess {
            Some(access) => access(below(), name, flags, out),
            None => ffi::SQLITE_IOERR_ACCESS,
        }
    }
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    // Version 2 has shared memory, and no mapped files: those would pass the disk by.
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(take_lock),
    xUnlock: Some(let_go),
    xCheckReservedLock: Some(check_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    let code = forward!(file, xClose);
    let watched = file.cast::<Watched>();
    // SAFETY: SQLite closes a file once; the path was leaked by `open`.
    unsafe {
        let path = std::mem::replace(&mut (*watched).path, ptr::null_mut());
        if !path.is_null() {
            drop(Box::from_raw(path));
        }
        (*watched).base.pMethods = ptr::null();
    }
    code
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    into: *mut c_void,
    length: c_int,
    offset: i64,
) -> c_int {
    if lock().as_ref().is_some_and(Disk::is_cut) {
        return ffi::SQLITE_IOERR_READ;
    }
    forward!(file, xRead, into, length, offset)
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    length: c_int,
    offset: i64,
) -> c_int {
    // SAFETY: the file is open.
    if let Some(path) = unsafe { path_of(file) } {
        // SAFETY: SQLite gives `length` bytes.
        let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), length.unsigned_abs() as usize) };
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        if !ask(|disk| disk.write(path, offset, bytes)) {
            return ffi::SQLITE_IOERR_WRITE;
        }
    }
    forward!(file, xWrite, from, length, offset)
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    // SAFETY: the file is open.
    if let Some(path) = unsafe { path_of(file) }
        && !ask(|disk| disk.truncate(path, usize::try_from(size).unwrap_or(0)))
    {
        return ffi::SQLITE_IOERR_TRUNCATE;
    }
    forward!(file, xTruncate, size)
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: the file is open.
    if let Some(path) = unsafe { path_of(file) }
        && !ask(|disk| disk.sync(path))
    {
        return ffi::SQLITE_IOERR_FSYNC;
    }
    let _flags = flags;
    // The real disk need not wait: what is durable is kept here.
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, size: *mut i64) -> c_int {
    forward!(file, xFileSize, size)
}

unsafe extern "C" fn take_lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    forward!(file, xLock, level)
}

unsafe extern "C" fn let_go(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    forward!(file, xUnlock, level)
}

unsafe extern "C" fn check_reserved(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    forward!(file, xCheckReservedLock, out)
}

unsafe extern "C" fn control(file: *mut ffi::sqlite3_file, operation: c_int, argument: *mut c_void) -> c_int {
    forward!(file, xFileControl, operation, argument)
}

unsafe extern "C" fn sector_size(file: *mut ffi::sqlite3_file) -> c_int {
    forward!(file, xSectorSize)
}

unsafe extern "C" fn characteristics(file: *mut ffi::sqlite3_file) -> c_int {
    forward!(file, xDeviceCharacteristics)
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    forward!(file, xShmMap, page, size, extend, out)
}

unsafe extern "C" fn shm_lock(
    file: *mut ffi::sqlite3_file,
    offset: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    forward!(file, xShmLock, offset, count, flags)
}

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    // SAFETY: as for `forward`.
    unsafe {
        let inner = inner(file);
        if let Some(barrier) = (*(*inner).pMethods).xShmBarrier {
            barrier(inner);
        }
    }
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, delete: c_int) -> c_int {
    forward!(file, xShmUnmap, delete)
}
