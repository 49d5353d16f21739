//! Who works in a database beside whom.

use std::sync::mpsc::channel;
use std::thread;

use crate::data_dir::DataDir;
use crate::system::NewRouter;

use super::*;

struct Sevens;

impl Entropy for Sevens {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

#[test]
fn who_wants_a_file_to_himself_waits_for_tidying_and_is_not_told_that_it_is_busy() {
    let directory = tempfile::tempdir().unwrap();
    let data = DataDir::open(directory.path(), Arc::new(Sevens)).unwrap();
    let system = data.system().unwrap();
    let id = data
        .add_router(&system, &NewRouter::new("home", "u"), None, 0)
        .unwrap()
        .id;
    let fleet = &data.fleet;
    fleet.with(id, |_| Ok(())).unwrap();
    let (begun, begins) = channel();
    let (end, ends) = channel::<()>();
    thread::scope(|scope| {
        let tidying = scope.spawn(move || {
            fleet.tidy(id, |_| {
                begun.send(()).unwrap();
                ends.recv().unwrap();
                Ok(())
            })
        });
        begins.recv().unwrap();
        fleet.tidy(id, |_| panic!("one is enough")).unwrap();
        let alone = scope.spawn(move || fleet.exclusively(id, || ()));
        fleet.with(id, |_| Ok(())).unwrap();
        end.send(()).unwrap();
        tidying.join().unwrap().unwrap();
        assert_eq!(alone.join().unwrap(), Some(()));
    });
    fleet.tidy(id, |_| panic!("what is closed needs none")).unwrap();
}
