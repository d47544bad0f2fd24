//! Request units are exact: these bounds may fail.

use benchmarks::cost;
use benchmarks::sweep::{self, Plan};

#[tokio::test(flavor = "multi_thread")]
async fn a_verification_costs_what_the_figures_say() {
    let costs = cost::measure().await;
    println!("{costs}");
    for step in &costs.kept[..2] {
        // The payload, the session, and leaving the index.
        assert!(step.ours.written <= 3.0, "{step:?}");
    }
    for step in &costs.unkept {
        assert!(step.ours.written <= 2.0, "{step:?}");
    }
    let (ours, naive) = costs.total();
    assert!(ours.written < naive.written, "{ours} against {naive}");
    assert_eq!(
        costs.duplicate.written, 1.0,
        "the session is not written again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_reads_what_is_due_and_nothing_else() {
    let plan = Plan {
        tables: vec![100, 2000],
        due: 20,
        dues: vec![40],
    };
    let sweeps = sweep::measure(&plan, |_| {}).await;
    println!("{sweeps}");
    let (small, large) = (sweeps.by_table[0], sweeps.by_table[1]);
    assert_eq!((small.sessions, large.sessions), (100, 2000));
    assert_eq!((small.looked, large.looked), (20, 20));
    assert_eq!(
        small.read, large.read,
        "twenty times the table, the same units"
    );
    assert_eq!(small.written, large.written);
    assert!(large.scan_read > 10.0 * small.scan_read);
    let more = sweeps.by_due[0];
    assert_eq!(more.looked, 40);
    assert_eq!(
        more.written,
        2.0 * large.written,
        "twice as many, twice the units"
    );
    assert!(more.read <= 2.0 * large.read);
}
