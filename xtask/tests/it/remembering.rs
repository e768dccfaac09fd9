//! The stamp: it may only say "nothing has changed" when nothing has.

use xtask::Stamp;

use crate::house::{CATALOG, House, READ_SPEC};

#[test]
fn it_holds_until_something_changes() {
    let house = House::generated();
    let program = house.root().join("program");
    house.write("program", "1");
    let stamp = Stamp::new(house.root(), &program, house.root().join("stamp"));
    let broken_by = |what: &str, change: &dyn Fn()| {
        stamp.renew().expect("writes");
        assert!(stamp.holds(), "before {what}");
        change();
        assert!(!stamp.holds(), "after {what}");
    };
    let catalog = format!("{CATALOG}/mod.rs");
    broken_by("an edited specification", &|| house.edit(READ_SPEC, "物品", "货物"));
    broken_by("a new specification", &|| house.write("spec/types/a.toml", ""));
    broken_by("a file that is gone", &|| house.remove("spec/types/a.toml"));
    broken_by("an edited result", &|| house.write(&catalog, "// @generated"));
    broken_by("a lost result", &|| house.remove(&catalog));
    broken_by("another generator", &|| house.write("program", "22"));
}

#[test]
fn without_a_last_run_nothing_holds() {
    let house = House::generated();
    house.write("program", "1");
    let program = house.root().join("program");
    assert!(!Stamp::new(house.root(), &program, house.root().join("stamp")).holds());
}
