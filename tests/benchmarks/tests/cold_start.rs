//! The stage of the cold start, with a function that was built to be tried out: times are not looked at.

use benchmarks::binary::{Profile, build};
use benchmarks::cold_start::{FUNCTIONS, Stage};
use benchmarks::lambda::{Lambda, LambdaError, Program, sample_event};
use benchmarks::tls::Authority;
use serde_json::Value;

#[tokio::test]
async fn a_function_answers_one_event_after_another_over_tls_and_trusts_nobody_else() {
    let function = FUNCTIONS
        .iter()
        .find(|it| it.name == "read-session")
        .unwrap();
    let authority = Authority::new();
    let stage = Stage::new(function, &authority).await;
    let program = Program::new(build(function.name, Profile::Dev)).environment(stage.environment());

    let lambda = Lambda::start(&program).await.unwrap();
    let answer = lambda.invoke(&stage.event).await.unwrap();
    let answer: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(answer["statusCode"], 200, "{answer}");
    let unknown = sample_event("read-session/unknown-session");
    let answer = lambda.invoke(&unknown).await.unwrap();
    let answer: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(answer["statusCode"], 404, "{answer}");

    let asked = stage.asked();
    let operations: Vec<_> = asked.iter().map(|it| it["operation"].as_str()).collect();
    assert_eq!(operations[..2], [Some("GetSecretValue"), Some("GetItem")]);
    if cfg!(target_os = "linux") {
        let spent = lambda.spent().unwrap();
        assert!(
            !spent.cpu.is_zero() && spent.peak_memory > 1_000_000,
            "{spent:?}"
        );
    }
    lambda.stop().await;

    let other = Authority::new();
    let program = program.environment(other.environment());
    let lambda = Lambda::start(&program).await.unwrap();
    match lambda.invoke(&stage.event).await {
        Err(LambdaError::Ended { .. } | LambdaError::Failed(_)) => {}
        it => panic!("it trusts a certificate of somebody else's: {it:?}"),
    }
    assert_eq!(stage.asked().len(), asked.len());
    stage.stop().await;
}

#[tokio::test]
async fn a_program_that_ends_says_what_it_printed() {
    let program = Program::new("/bin/sh")
        .argument("-c")
        .argument("echo no settings >&2; exit 3");
    let lambda = Lambda::start(&program).await.unwrap();
    match lambda.invoke(b"{}").await {
        Err(LambdaError::Ended { status, .. }) => assert!(status.contains('3'), "{status}"),
        it => panic!("{it:?}"),
    }
}
