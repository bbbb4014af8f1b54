"""Files as they are really handed over: fonts of the 1990s, templates with
odd headers, spreadsheets, dates that are none.  All of it comes in as it was
meant, or is refused with its place."""
import unittest
import zipfile
from xml.sax.saxutils import escape

from hotich import KS, Scenario, table

OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"

NAMES = ["Nguyễn Văn Hoài", "Trần Thị Bưởi", "Lê Đức Thắng", "Phạm Thị Huệ",
         "Hoàng Quốc Khánh", "Đặng Thị Mỹ Lệ", "Bùi Xuân Trường",
         "Võ Thị Tuyết", "Đỗ Mạnh Cường", "Huỳnh Thị Ngọc Ánh".replace("Á", "á"),
         "Ngô Văn Tưởng", "Dương Thị Hậu", "Lý Hữu Nghĩa", "Hồ Thị Kiều",
         "Trương Vĩnh Phước", "Mai Thị Xuyến", "Phan Đình Phùng",
         "Vũ Thị Quỳnh", "Đinh Trọng Nghiệp", "Tạ Thị Mười"]

# the ABC fonts: one byte a letter, capitals without tones
TCVN3 = dict(zip(
    "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    bytes.fromhex("B5B6B7B8B9BBBCBDBEC6C7C8C9CACBCCCECFD0D1D2D3D4D5D6D7D8DCDD"
                  "DEDFE1E2E3E4E5E6E7E8E9EAEBECEDEEEFF1F2F3F4F5F6F7F8F9FAFBFC"
                  "FDFE")))
TCVN3.update(zip("ăâêôơưđĂÂÊÔƠƯĐ",
                 bytes.fromhex("A8A9AAABACADAEA1A2A3A4A5A6A7")))

# VNI: a letter and its mark behind it; some letters stand alone
VNI_TONE = {"a": dict(zip("áàảãạâấầẩẫậăắằẳẵặ",
                          bytes.fromhex("F9F8FBF5EFE2E1E0E5E3E4EAE9E8FAFCEB"))),
            "e": dict(zip("éèẻẽẹêếềểễệ",
                          bytes.fromhex("F9F8FBF5EFE2E1E0E5E3E4"))),
            "o": dict(zip("óòỏõọôốồổỗộ",
                          bytes.fromhex("F9F8FBF5EFE2E1E0E5E3E4"))),
            "u": dict(zip("úùủũụ", bytes.fromhex("F9F8FBF5EF"))),
            "y": dict(zip("ýỳỷỹ", bytes.fromhex("F9F8FBF5"))),
            "\xf4": dict(zip("ớờởỡợ", bytes.fromhex("F9F8FBF5EF"))),
            "\xf6": dict(zip("ứừửữự", bytes.fromhex("F9F8FBF5EF")))}
VNI = dict(zip("íìỉĩịỵđĐơưƠƯ",
               ([b] for b in bytes.fromhex("EDECE6F3F2EEF1D1F4F6D4D6"))))
for base, marks in VNI_TONE.items():
    for letter, mark in marks.items():
        VNI[letter] = [ord(base), mark]


def tcvn3(text):
    return bytes(TCVN3.get(c, ord(c) if ord(c) < 128 else None) for c in text)


def vni(text):
    return bytes(b for c in text for b in VNI.get(c, [ord(c)]))


def xlsx(path, rows, dates=()):
    """A workbook of texts; cells (row, column) in `dates` are serials under
    the number format of their value."""
    formats = sorted({f for f in dict(dates).values()})
    styles = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{f}"/>'
                     for i, f in enumerate(formats))
    xfs = '<xf numFmtId="0"/>' + "".join(
        f'<xf numFmtId="{164 + i}" applyNumberFormat="1"/>'
        for i in range(len(formats)))
    sheet = []
    for r, row in enumerate(rows, 1):
        cells = []
        for c, value in enumerate(row):
            name = ""
            n = c + 1
            while n:
                n, left = divmod(n - 1, 26)
                name = chr(65 + left) + name
            if (r - 1, c) in dict(dates):
                style = 1 + formats.index(dict(dates)[(r - 1, c)])
                cells.append(f'<c r="{name}{r}" s="{style}"><v>{value}</v></c>')
            elif value != "":
                cells.append(f'<c r="{name}{r}" t="inlineStr"><is><t '
                             f'xml:space="preserve">{escape(value)}</t></is></c>')
        sheet.append(f'<row r="{r}">{"".join(cells)}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pack = "http://schemas.openxmlformats.org/package/2006/"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", f'<Types xmlns="{pack}content-types">'
                   '<Default Extension="xml" ContentType="application/xml"/>'
                   '<Default Extension="rels" ContentType="application/vnd.'
                   'openxmlformats-package.relationships+xml"/></Types>')
        z.writestr("_rels/.rels", f'<Relationships xmlns="{pack}relationships">'
                   f'<Relationship Id="r1" Type="{rel}/officeDocument" '
                   'Target="xl/workbook.xml"/></Relationships>')
        z.writestr("xl/_rels/workbook.xml.rels",
                   f'<Relationships xmlns="{pack}relationships">'
                   f'<Relationship Id="r1" Type="{rel}/worksheet" '
                   'Target="worksheets/sheet1.xml"/>'
                   f'<Relationship Id="r2" Type="{rel}/styles" '
                   'Target="styles.xml"/></Relationships>')
        z.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rel}">'
                   '<sheets><sheet name="KS" sheetId="1" r:id="r1"/></sheets>'
                   '</workbook>')
        z.writestr("xl/styles.xml", f'<styleSheet xmlns="{main}"><numFmts>'
                   f'{styles}</numFmts><cellXfs>{xfs}</cellXfs></styleSheet>')
        z.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}">'
                   f'<sheetData>{"".join(sheet)}</sheetData></worksheet>')
    return path


def birth(i, **more):
    return {**dict(so=f"{i:02d}/2001", quyenSo="01/2001",
                   ngayDangKy=f"{i % 27 + 1:02d}.05.2001", loaiDangKy="1",
                   noiDangKy=OFFICE, nksHoTen=NAMES[i % len(NAMES)],
                   nksGioiTinh="1", nksNgaySinh=f"{i % 27 + 1:02d}.04.2001",
                   nksDanToc="Kinh", nksQuocTich="Việt Nam",
                   nksNoiSinh="Trạm y tế xã Đại Lãnh"), **more}


class Files(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")

    def bring(self, path, *options):
        return self.ok("book", "import", self.dir, path, "--json",
                       *options).json()

    def bodies(self):
        """What the tables hold, by number: {field: value}."""
        import json
        import sqlite3
        base = sqlite3.connect(f"file:{self.dir}/hotich.db?mode=ro", uri=True)
        rows = base.execute("SELECT e.number_raw, t.body FROM entry e JOIN "
                            "transcription t ON t.entry = e.id").fetchall()
        base.close()
        return {n: json.loads(b)["f"] for n, b in rows}

    def same_as_unicode(self, path):
        rows = [birth(i) for i in range(1, 31)]
        done = self.bring(path)
        self.assertEqual((done["accepted"], done["refused"]), (30, 0), done)
        found = self.bodies()
        for row in rows:
            for field in ("nksHoTen", "noiDangKy", "nksNoiSinh"):
                self.assertEqual(found[row["so"]][field], row[field])
        # the same file in Unicode brings nothing new
        self.write("unicode.tsv", table(KS, *rows))
        again = self.bring(self.path("unicode.tsv"))
        self.assertEqual((again["accepted"], again["unchanged"]), (0, 30))

    def bytes_file(self, name, data):
        with open(self.path(name), "wb") as f:
            f.write(data)
        return self.path(name)

    def test_tcvn3_is_read(self):
        text = table(KS, *[birth(i) for i in range(1, 31)])
        self.same_as_unicode(self.bytes_file("abc.tsv", tcvn3(text)))

    def test_vni_is_read(self):
        text = table(KS, *[birth(i) for i in range(1, 31)])
        self.same_as_unicode(self.bytes_file("vni.tsv", vni(text)))

    def test_utf16_and_decomposed_unicode_are_read(self):
        import unicodedata
        text = table(KS, *[birth(i) for i in range(1, 31)])
        self.same_as_unicode(self.bytes_file("w.tsv", text.encode("utf-16")))
        done = self.bring(self.write("nfd.tsv",
                                     unicodedata.normalize("NFD", text)))
        self.assertEqual((done["accepted"], done["unchanged"]), (0, 30))

    def test_an_abc_font_inside_a_workbook_is_read(self):
        rows = [birth(i) for i in range(1, 31)]
        cells = [[tcvn3(r.get(c, "")).decode("latin-1") for c in KS]
                 for r in rows]
        self.same_as_unicode(xlsx(self.path("abc.xlsx"), [KS] + cells))

    def test_headers_of_the_templates_are_known(self):
        header = [c for c in KS]
        header[0] = "so "
        header[4] = "loaiDangKy \ni=[1..6]"
        header[10] = " NKSHOTEN"
        rows = [birth(i) for i in range(1, 4)]
        cells = [["STT"] + header] + [
            [str(i)] + [r.get(c, "") for c in KS] for i, r in enumerate(rows)]
        done = self.bring(xlsx(self.path("mau.xlsx"),
                               [["SỔ ĐĂNG KÝ KHAI SINH"]] + cells))
        self.assertEqual((done["accepted"], done["refused"]), (3, 0), done)
        self.assertEqual(self.bodies()["01/2001"]["loaiDangKy"], "1")

    def test_values_stay_as_they_stand(self):
        odd = [birth(1, ngayDangKy="27.10.2008", nksNgaySinh="01.2019"),
               birth(2, so="01/", nksQueQuan=", , , "),
               birth(3, so="03", nksNgaySinh="1999", chaNgaySinh="35 tuổi"),
               birth(4, so="5A/2001", meHoTen="[không đọc được]"),
               birth(5, nksNgaySinh="31.02.2001"),
               birth(6, nksHoTen="H'Hen Niê", chaHoTen="-", ghiChu="=1+1")]
        done = self.bring(self.write("odd.tsv", table(KS, *odd)))
        self.assertEqual((done["accepted"], done["refused"]), (6, 0), done)
        self.assertGreater(done["warnings"], 0)
        found = self.bodies()
        self.assertEqual(found["01/2001"]["nksNgaySinh"], "01.2019")
        self.assertEqual(found["01/2001"]["ngayDangKy"], "27.10.2008")
        self.assertEqual(found["01/"]["nksQueQuan"], ", , ,")
        self.assertEqual(found["03"]["nksNgaySinh"], "1999")
        self.assertEqual(found["03"]["chaNgaySinh"], "35 tuổi")
        self.assertIn("5A/2001", found)
        self.assertEqual(found["05/2001"]["nksNgaySinh"], "31.02.2001")
        self.assertEqual(found["06/2001"]["ghiChu"], "=1+1")

    def test_spreadsheet_dates_show_what_the_sheet_shows(self):
        rows = [[r.get(c, "") for c in KS] for r in (birth(1), birth(2))]
        day, born = KS.index("ngayDangKy"), KS.index("nksNgaySinh")
        rows[0][day] = rows[1][day] = "39748"   # 27.10.2008
        rows[0][born] = "43466"                 # shown as 01.2019
        done = self.bring(xlsx(self.path("d.xlsx"), [KS] + rows,
                               {(1, day): "dd.mm.yyyy", (2, day): "dd.mm.yyyy",
                                (1, born): "mm.yyyy"}.items()))
        self.assertEqual((done["accepted"], done["refused"]), (2, 0), done)
        found = self.bodies()
        self.assertEqual(found["01/2001"]["ngayDangKy"], "27.10.2008")
        self.assertEqual(found["01/2001"]["nksNgaySinh"], "01.2019")

    def test_csv_with_quotes_and_guards(self):
        text = ",".join(KS) + "\r\n"
        row = birth(1, ghiChu='nói "vậy", rồi thôi', chaHoTen="'=Ma")
        text += ",".join('"' + str(row.get(c, "")).replace('"', '""') + '"'
                         for c in KS) + "\r\n"
        done = self.bring(self.write("ks.csv", text, "utf-8-sig"))
        self.assertEqual(done["accepted"], 1, done)
        found = self.bodies()["01/2001"]
        self.assertEqual(found["ghiChu"], 'nói "vậy", rồi thôi')
        self.assertEqual(found["chaHoTen"], "=Ma")

    def test_what_cannot_be_read_costs_its_own_row(self):
        rows = table(KS, *[birth(i) for i in range(1, 6)]).split("\n")
        raw = "\n".join(rows).encode()
        bad = raw.replace("Lê Đức Thắng".encode(), b"L\xea \xc4\xffc")
        done = self.bring(self.bytes_file("bad.tsv", bad))
        self.assertEqual((done["accepted"], done["refused"]), (4, 1), done)
        self.ok("journal", "verify", self.dir)


if __name__ == "__main__":
    unittest.main(verbosity=2)
