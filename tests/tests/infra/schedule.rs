//! The sweep's schedule.

use super::stack::{Stack, text};
use super::template::Templates;
use veriff_sandbox::sweeper;

#[test]
fn the_sweep_is_called_as_often_as_in_the_sandbox_and_by_one_hand() {
    let templates = Templates::read();
    let stack = Stack::deployed(&templates, &[]);
    let schedule = stack.properties("SweepSchedule");
    assert_eq!(schedule["ScheduleExpression"], "rate(1 minute)");
    assert_eq!(sweeper::EVERY.as_secs(), 60);
    let sweep = stack.properties("SweepExpired");
    assert_eq!(sweep["ReservedConcurrentExecutions"], 1);
    // A call that waits for longer than until the next one is no use.
    assert_eq!(sweep["EventInvokeConfig"]["MaximumRetryAttempts"], 0);
    assert_eq!(sweep["EventInvokeConfig"]["MaximumEventAgeInSeconds"], 60);

    let small = Stack::deployed(&templates, &[("ReserveConcurrency", "false")]);
    let sweep = small.properties("SweepExpired");
    assert!(sweep.get("ReservedConcurrentExecutions").is_none());
}

#[test]
fn a_call_that_cannot_be_delivered_is_tried_again_and_kept() {
    let templates = Templates::read();
    let stack = Stack::deployed(&templates, &[]);
    let target = &stack.properties("SweepSchedule")["Target"];
    assert!(target["RetryPolicy"]["MaximumRetryAttempts"].as_i64() > Some(0));
    let queue = text(&stack.nested("Storage").output("ScheduleDeadLettersArn"));
    assert_eq!(target["DeadLetterConfig"]["Arn"], queue);

    let role = stack.nested("Roles").properties("SweepSchedule");
    let allowed: Vec<_> = role["Policies"][0]["PolicyDocument"]["Statement"]
        .as_array()
        .expect("statements")
        .iter()
        .map(|it| (text(&it["Action"]), text(&it["Resource"])))
        .collect();
    let sweep = "arn:aws:lambda:eu-west-1:123456789012:function:verification-sweep-expired";
    assert_eq!(
        allowed,
        [
            ("lambda:InvokeFunction".into(), sweep.into()),
            ("sqs:SendMessage".into(), queue)
        ]
    );
    assert_eq!(
        stack.properties("SweepExpired")["FunctionName"],
        "verification-sweep-expired"
    );
}
