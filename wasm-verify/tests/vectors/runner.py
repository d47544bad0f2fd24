"""Judges the signatures of vectors.json with Python's own HMAC: where another language begins."""
import base64, hmac, json, pathlib, re, sys

BEFORE_THE_SIGNATURE = {"missing-auth-client", "missing-signature", "twins-differ", "repeated-header", "unknown-auth-client"}


def fault(secrets, message, signature):
    """Why a signature is refused, in the words of the file; None if it is genuine."""
    if not signature:
        return "missing-signature"
    if len(signature) != 64:
        return "signature-length"
    if not re.fullmatch("[0-9A-Fa-f]{64}", signature):
        return "signature-not-hex"
    tags = [hmac.digest(secret.encode(), message, "sha256") for secret in secrets]
    genuine = [hmac.compare_digest(tag, bytes.fromhex(signature)) for tag in tags]
    return None if any(genuine) else "signature-mismatch"


def judged(file):
    for case in file["hmac"]:
        found = fault([case["secret"]], base64.b64decode(case["message"]), case["signature"])
        yield case["name"], found == case.get("reason") and (found is None) == case["genuine"]
    deliveries = [(case["name"], case["secrets"], case, case["expect"].get("reason")) for case in file["cases"]]
    deliveries += [(history["name"], history["secrets"], it, None) for history in file["histories"] for it in history["deliveries"]]
    for name, secrets, it, reason in deliveries:
        if reason not in BEFORE_THE_SIGNATURE:
            wanted = reason if reason in {"signature-length", "signature-not-hex", "signature-mismatch"} else None
            signature = next(value for header, value in it["headers"] if header.upper().endswith("-HMAC-SIGNATURE"))
            yield name, fault(secrets, base64.b64decode(it["body"]), signature.strip()) == wanted


results = list(judged(json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))))
print("".join(f"wrong: {name}\n" for name, right in results if not right), end="")
print(f"{sum(right for _, right in results)} of {len(results)} right")
sys.exit(not all(right for _, right in results))
