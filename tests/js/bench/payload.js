/** A decision webhook of a given size: addresses and registry answers repeat, as they do in long ones. */
const IDS = {
  id: "c41e7d52-9a0b-4f3e-8d26-5b7a1e90c3f8",
  attemptId: "7d9f02be-63c1-4a85-b2e4-0f18d6c5a937",
  vendorData: "order-88-\u00dc",
  endUserId: "e2b8c6a0-17d4-4f59-93ab-6c0d5e8f7a12",
};

/** The body, `size` bytes long, in a Buffer. */
export function decisionOf(size) {
  const message = {
    status: "success",
    verification: {
      ...IDS,
      status: "declined",
      code: 9102,
      reason: "Suspicious behaviour",
      reasonCode: 105,
      acceptanceTime: "2026-05-19T06:25:40.001999Z",
      submissionTime: "2026-05-19T06:29:58.640000Z",
      decisionTime: "2026-05-19T06:31:12.084113Z",
    },
  };
  const verification = message.verification;
  const left = () => size - Buffer.byteLength(JSON.stringify(message));
  if (left() > 400) {
    verification.person = {
      firstName: "TUULI", lastName: "REBANE-O'HARA", fullName: "TUULI REBANE-O'HARA", dateOfBirth: "1987-11-03",
      gender: "F", nationality: "FI", idNumber: "031187-956X", placeOfBirth: "\u00c4\u00c4NEKOSKI", addresses: [],
    };
    verification.document = {
      type: "ID_CARD", number: "YT4410007", country: "FI", state: null, validFrom: "2023-06-15", validUntil: "2028-06-15",
    };
    verification.comments = [];
    verification.riskScore = { score: 0.97 };
    verification.riskLabels = [];
    message.technicalData = { ip: "198.51.100.7" };
  }
  for (let turn = 0; left() > 450; turn++) {
    verification.person.addresses.push({
      fullAddress: "Kettukuja 4 B 12, 44100 \u00c4\u00e4nekoski",
      parsedAddress: { city: "\u00c4\u00e4nekoski", unit: "B 12", state: null, street: "Kettukuja", country: "FIN", postcode: "44100", houseNumber: `${turn}` },
    });
    verification.riskLabels.push({ label: "document_velocity", category: "document", sessionIds: [IDS.attemptId] });
  }
  message.padding = "";
  message.padding = "x".repeat(Math.max(0, left()));
  const body = Buffer.from(JSON.stringify(message));
  if (body.length < size - 1 || body.length > size + 1) throw new Error(`${body.length} bytes instead of ${size}`);
  return body;
}
