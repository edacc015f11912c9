//! Work on every core.

use std::sync::Mutex;

/// Calls `work` for every item, from as many threads as the machine has cores. A panic in one is a panic here.
pub fn each<T: Send>(items: impl IntoIterator<Item = T, IntoIter: Send>, work: impl Fn(T) + Sync) {
    let items = Mutex::new(items.into_iter());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let item = items.lock().map(|mut items| items.next()).unwrap_or_default();
                    let Some(item) = item else { break };
                    work(item);
                }
            });
        }
    });
}
