// Sample pictures, drawn here: of nobody, and of no country's real document.

/** A PNG for a context such as `document-front` or `face`. */
export function sample(context, documentType, country) {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (context === "face") {
    size(canvas, 480, 600);
    drawBackground(pen, canvas, "#cfd8dc", "#90a4ae");
    drawFace(pen, 240, 270, 130);
  } else if (context === "document-back") {
    size(canvas, 856, 540);
    drawCard(pen, canvas);
    drawBack(pen, country);
  } else {
    size(canvas, 856, 540);
    drawCard(pen, canvas);
    drawFront(pen, documentType, country);
  }
  drawSpecimen(pen, canvas);
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture could be drawn"))), "image/png");
  });
}

function size(canvas, width, height) {
  canvas.width = width;
  canvas.height = height;
}

function drawBackground(pen, canvas, from, to) {
  const light = pen.createLinearGradient(0, 0, canvas.width, canvas.height);
  light.addColorStop(0, from);
  light.addColorStop(1, to);
  pen.fillStyle = light;
  pen.fillRect(0, 0, canvas.width, canvas.height);
}

function drawCard(pen, canvas) {
  pen.fillStyle = "#455a64";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.beginPath();
  pen.roundRect(18, 18, canvas.width - 36, canvas.height - 36, 26);
  pen.clip();
  drawBackground(pen, canvas, "#e0f2f1", "#b2dfdb");
  pen.strokeStyle = "#0b6e5f33";
  for (let wave = 0; wave < 26; wave++) {
    pen.beginPath();
    for (let x = 0; x <= canvas.width; x += 8) pen.lineTo(x, wave * 22 + Math.sin(x / 60 + wave) * 9);
    pen.stroke();
  }
}

function drawFront(pen, documentType, country) {
  text(pen, (documentType ?? "DOCUMENT").replaceAll("_", " "), 56, 86, 34, "bold");
  text(pen, country || "UTO", 740, 86, 34, "bold");
  pen.fillStyle = "#eceff1";
  pen.fillRect(56, 124, 230, 290);
  pen.save();
  pen.beginPath();
  pen.rect(56, 124, 230, 290);
  pen.clip();
  drawFace(pen, 171, 260, 72);
  pen.restore();
  const lines = [
    ["Surname", "SAMPLE"],
    ["Given names", "MAREN"],
    ["Date of birth", "12 APR 1990"],
    ["Document no.", "SB0000107"],
    ["Valid until", "30 APR 2034"],
  ];
  lines.forEach(([name, value], row) => {
    text(pen, name, 330, 148 + row * 58, 18);
    text(pen, value, 330, 174 + row * 58, 26, "bold");
  });
  text(pen, `P<${(country || "UTO").padEnd(3, "<")}SAMPLE<<MAREN<<<<<<<<<<<<<<<<<<<`, 56, 466, 26, "bold", "monospace");
  text(pen, "SB0000107<0UTO9004127F3404300<<<<<<<<<<", 56, 500, 26, "bold", "monospace");
}

function drawBack(pen, country) {
  text(pen, "Place of birth", 56, 100, 18);
  text(pen, "NÄIDISE", 56, 130, 26, "bold");
  text(pen, "Authority", 56, 190, 18);
  text(pen, `SANDBOX OFFICE (${country || "UTO"})`, 56, 220, 26, "bold");
  pen.fillStyle = "#16202a";
  for (let x = 56, bar = 0; x < 780; bar++) {
    const width = 2 + ((bar * 7) % 5) * 2;
    pen.fillRect(x, 300, width, 120);
    x += width + 3 + ((bar * 3) % 4) * 2;
  }
}

function drawFace(pen, x, y, radius) {
  const oval = (fill, dx, dy, width, height) => {
    pen.fillStyle = fill;
    pen.beginPath();
    pen.ellipse(x + dx * radius, y + dy * radius, width * radius, height * radius, 0, 0, Math.PI * 2);
    pen.fill();
  };
  oval("#5d4037", 0, -0.25, 1.02, 1.15);
  oval("#37474f", 0, 2.35, 1.6, 1.1);
  oval("#d7a57f", 0, 1.1, 0.4, 0.6);
  oval("#e3b592", 0, 0, 0.85, 1.1);
  oval("#ffffff", -0.34, -0.1, 0.15, 0.1);
  oval("#ffffff", 0.34, -0.1, 0.15, 0.1);
  oval("#3e2723", -0.34, -0.1, 0.08, 0.09);
  oval("#3e2723", 0.34, -0.1, 0.08, 0.09);
  oval("#d29c74", 0, 0.22, 0.12, 0.2);
  oval("#b5614f", 0, 0.6, 0.3, 0.08);
}

function drawSpecimen(pen, canvas) {
  pen.save();
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.rotate(-0.35);
  pen.textAlign = "center";
  text(pen, "SPECIMEN", 0, 30, canvas.width / 7, "bold", "sans-serif", "#b4231855");
  pen.restore();
}

function text(pen, words, x, y, height, weight = "normal", family = "sans-serif", colour = "#16202a") {
  pen.font = `${weight} ${height}px ${family}`;
  pen.fillStyle = colour;
  pen.fillText(words, x, y);
}
