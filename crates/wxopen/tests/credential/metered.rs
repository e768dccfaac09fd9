//! What is counted of refreshes.

use metrics_util::debugging::{DebugValue, DebuggingRecorder};
use wxopen::credential::Remedy;

use super::house::{Answer, House};

#[test]
fn every_fetch_is_counted_with_its_outcome() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    metrics::with_local_recorder(&recorder, || {
        runtime.expect("a runtime").block_on(async {
            House::new().await.ready().await.expect("a token");
            let house = House::new().await;
            house.answer(Answer::Fail(Remedy::Configure));
            house.ready().await.expect_err("no token");
        });
    });
    let mut counts: Vec<_> = snapshotter.snapshot().into_vec().into_iter().map(line).collect();
    counts.sort();
    let expected = [
        "wxopen_refreshes_total credential=authorizer outcome=failed: Counter(1)",
        "wxopen_refreshes_total credential=authorizer outcome=ok: Counter(1)",
    ];
    assert_eq!(counts, expected);
}

type Metric =
    (metrics_util::CompositeKey, Option<metrics::Unit>, Option<metrics::SharedString>, DebugValue);

fn line((key, _, _, value): Metric) -> String {
    let labels = key.key().labels().map(|it| format!("{}={}", it.key(), it.value()));
    format!("{} {}: {value:?}", key.key().name(), labels.collect::<Vec<_>>().join(" "))
}
