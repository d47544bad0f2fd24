//! The demonstration shop's page, beside the platform's HTTP API.

use http::Method;
use serde_json::json;
use veriff_sandbox::{Options, Sandbox};

#[tokio::test]
async fn the_shop_is_a_page_beside_the_api() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let get = async |path: &str| {
        let url = format!("{}{path}", sandbox.platform);
        sandbox.http.get(&url).await.unwrap()
    };
    let page = get("/shop").await;
    assert_eq!(page.status, 200);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'; script-src 'self'; style-src 'self'"));
    assert!(policy.contains("frame-ancestors 'none'"));
    let html = String::from_utf8(page.body.to_vec()).unwrap();
    let files: Vec<&str> = html
        .split('"')
        .filter(|text| text.starts_with("/shop/"))
        .collect();
    assert_eq!(files, ["/shop/shop.css", "/shop/shop.js"]);
    for file in files.iter().chain(&["/shop/platform.js"]) {
        assert_eq!(get(file).await.status, 200, "{file}");
    }
    assert_eq!(get("/shop/").await.status, 308);
    let root = get("/").await;
    assert_eq!(
        (root.status, &root.headers["location"]),
        (307, &"/shop".parse().unwrap())
    );
    let url = format!("{}/", sandbox.platform);
    let posted = sandbox.http.post(&url, &json!({})).await.unwrap();
    assert_eq!(posted.json(), json!({ "message": "Not Found" }));
    assert_eq!(get("/shop/index.html").await.status, 404);
    let api = get("/shops").await;
    assert_eq!(api.json(), json!({ "message": "Not Found" }));
    sandbox.stop().await;
}

#[tokio::test]
async fn its_callback_is_one_that_the_platform_allows() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let create = async |callback: String| {
        let url = format!("{}/sessions", sandbox.platform);
        let body = json!({ "verification": { "callback": callback } }).to_string();
        let headers = [
            ("authorization", "Bearer user:noor"),
            ("content-type", "application/json"),
        ];
        let answer = sandbox.http.send(Method::POST, &url, &headers, body).await;
        answer.unwrap().status
    };
    assert_eq!(create(format!("{}/shop", sandbox.platform)).await, 201);
    assert_eq!(create("http://127.0.0.1:9/shop".to_owned()).await, 400);
    sandbox.stop().await;
}
