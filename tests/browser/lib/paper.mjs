/*
 * A page of an old register, drawn: printed lines, blue ink, two entries.  Who
 * stands on it never lived.  Gives the picture and where its fields are.
 */

const WIDTH = 1240;
const HALF = 800;

/* Lines of the form: label, field, share of the line. */
const LINES = [
  [["Số:", "so", 2], ["Đăng ký ngày", "ngayDangKy", 5]],
  [["Họ, chữ đệm, tên:", "nksHoTen", 6], ["Nam, nữ:", "nksGioiTinh", 2]],
  [["Sinh ngày:", "nksNgaySinh", 3], ["Ghi bằng chữ:", "nksNgaySinhBangChu", 7]],
  [["Nơi sinh:", "nksNoiSinh", 5], ["Dân tộc:", "nksDanToc", 2], ["Quốc tịch:", "nksQuocTich", 3]],
  [["Quê quán:", "nksQueQuan", 1]],
  [["Họ tên cha:", "chaHoTen", 5], ["Năm sinh:", "chaNgaySinh", 2], ["Dân tộc:", "chaDanToc", 2], ["Quốc tịch:", "chaQuocTich", 3]],
  [["Nơi cư trú của cha:", "chaNoiCuTru", 1]],
  [["Họ tên mẹ:", "meHoTen", 5], ["Năm sinh:", "meNgaySinh", 2], ["Dân tộc:", "meDanToc", 2], ["Quốc tịch:", "meQuocTich", 3]],
  [["Nơi cư trú của mẹ:", "meNoiCuTru", 1]],
  [["Người đi khai:", "nycHoTen", 5], ["Quan hệ:", "nycQuanHe", 2], ["Giấy tờ:", "nycSoGiayToTuyThan", 4]],
  [["Ghi chú:", "ghiChu", 1]],
  [["Người thực hiện:", "nguoiThucHien", 1], ["Người ký:", "nguoiKy", 1]],
];

export const FIELDS = LINES.flat().map(([, field]) => field);

function escape(text) {
  return String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

function entryHtml(values, at) {
  const lines = LINES.map((line) => `<div class="line">${line.map(([label, field, share]) => `<span class="cell" style="flex:${share}"><span class="label">${label}</span>` +
    `<span class="ink" data-field="${field}" data-at="${at}">${escape(values[field] || "")}</span></span>`).join("")}</div>`);
  return `<section>${lines.join("")}</section>`;
}

function pageHtml(entries) {
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; width: ${WIDTH}px; background: #e9dfc6; color: #2b2620; font: 25px "DejaVu Serif", serif; }
    section { height: ${HALF}px; box-sizing: border-box; padding: 46px 62px 0; border-bottom: 3px double #6d6350; }
    .line { display: flex; gap: 18px; height: 60px; align-items: flex-end; }
    .cell { display: flex; min-width: 0; align-items: flex-end; gap: 9px; }
    .label { white-space: nowrap; font-size: 21px; }
    .ink { flex: 1; min-width: 60px; height: 46px; line-height: 50px; border-bottom: 2px dotted #877b62; white-space: nowrap; overflow: hidden;
      font: italic 26px/48px "DejaVu Serif Condensed", "DejaVu Serif", serif; color: #1e3a86; padding-left: 8px; }
  </style>${entries.map(entryHtml).join("")}`;
}

/**
 * `{jpeg, width, height, layout}` of a page with these entries (at most two);
 * the layout as PUT books/{book}/layout wants it.
 */
export async function drawPage(browser, entries) {
  const page = await browser.newPage();
  await page.setViewportSize({ width: WIDTH, height: HALF * 2 });
  await page.setContent(pageHtml(entries));
  const boxes = await page.evaluate(([w, h]) => Object.fromEntries([...document.querySelectorAll('[data-at="0"]')].map((el) => {
    const r = el.getBoundingClientRect();
    const part = (n, all) => Math.round((n / all) * 10000);
    return [el.dataset.field, { x: part(r.x, w), y: part(r.y, h), w: part(r.width, w), h: part(r.height, h) }];
  })), [WIDTH, HALF * 2]);
  const jpeg = await page.screenshot({ type: "jpeg", quality: 82 });
  await page.close();
  return { jpeg, width: WIDTH, height: HALF * 2, layout: { boxes, entries_per_page: 2 } };
}
