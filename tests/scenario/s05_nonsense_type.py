"""A type nobody has thought of is installed, imported, matched, exported and
reported by the same binary: proof that no book type lives in the code."""
import glob
import json
import unittest
import zipfile

from hotich import POPULATION, Scenario, table

BOATS = {
    "id": "THUYEN", "label": "Sổ đăng ký thuyền thúng", "version": 1,
    "roles": [{
        "id": "chu", "label": "Chủ thuyền", "principal": True,
        "facts": {"name": "chuHoTen", "born": "chuNgaySinh",
                  "sex": "chuGioiTinh"},
        "decides": ["name", "born", "sex"], "tracked": [],
    }],
    "enums": [{"id": "mauSon", "items": [{"code": "1", "text": "Xanh"},
                                         {"code": "2", "text": "Đỏ"}]},
              {"id": "gioiTinh", "items": [{"code": "1", "text": "Nam"},
                                           {"code": "2", "text": "Nữ"}]}],
    "fields": [
        {"id": "so", "label": "Số", "kind": "seq"},
        {"id": "quyenSo", "label": "Quyển số", "kind": "seq"},
        {"id": "ngayDangKy", "label": "Ngày đăng ký", "kind": "date"},
        {"id": "noiDangKy", "label": "Nơi đăng ký", "kind": "unit"},
        {"id": "tenThuyen", "label": "Tên thuyền", "kind": "text"},
        {"id": "mau", "label": "Màu sơn", "kind": "enum", "list": "mauSon"},
        {"id": "chuHoTen", "label": "Họ tên chủ", "kind": "name",
         "role": "chu"},
        {"id": "chuNgaySinh", "label": "Ngày sinh chủ", "kind": "date",
         "role": "chu"},
        {"id": "chuGioiTinh", "label": "Giới tính chủ", "kind": "enum",
         "list": "gioiTinh", "role": "chu"},
    ],
    "head": {"number": "so", "volume": "quyenSo", "registered": "ngayDangKy",
             "office": "noiDangKy"},
    "layouts": [{"id": "thuyen",
                 "columns": ["so", "quyenSo", "ngayDangKy", "noiDangKy",
                             "tenThuyen", "mau", "chuHoTen", "chuNgaySinh",
                             "chuGioiTinh"]}],
}
COLUMNS = BOATS["layouts"][0]["columns"]


class NonsenseType(Scenario):
    def test_it_is_walked_from_file_to_package(self):
        home = self.path("data")
        self.ok("init", home, "--demo")
        self.write("boat.json", json.dumps(BOATS, ensure_ascii=False))
        self.ok("type", "install", home, self.path("boat.json"))
        self.assertIn("THUYEN", self.ok("type", "list", home).out)
        people = [dict(soDinhDanh="000099000001", hoTen="NGUYỄN VĂN SÓNG",
                       ngaySinh="03/02/1999", gioiTinh="1"),
                  dict(soDinhDanh="000199000002", hoTen="TRẦN THỊ BIỂN",
                       ngaySinh="05/06/1999", gioiTinh="2")]
        people += [dict(soDinhDanh=f"0000850{i:05d}", hoTen=f"LÊ VĂN {n} {m}",
                        ngaySinh=f"{i % 28 + 1:02d}/{i % 12 + 1:02d}/1985",
                        gioiTinh="1")
                   for i, (n, m) in enumerate(
                       (a, b) for a in "AN BA CA DU GIA HAI KHA LAM".split()
                       for b in "MẠNH NAM OANH PHÚC QUÝ SƠN TÙNG".split())]
        self.write("people.tsv", table(POPULATION, *people))
        self.ok("population", "load", home, self.path("people.tsv"))
        office = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"
        rows = [dict(so="1/2016", quyenSo="01/2016", ngayDangKy="04.04.2016",
                     noiDangKy=office, tenThuyen="Cá Ông", mau="1",
                     chuHoTen="Nguyễn Văn Sóng", chuNgaySinh="03.02.1999",
                     chuGioiTinh="1"),
                dict(so="2/2016", quyenSo="01/2016", ngayDangKy="05.04.2016",
                     noiDangKy=office, tenThuyen="Sóng Lớn", mau="2",
                     chuHoTen="Trần Thị Biên", chuNgaySinh="05.06.1999",
                     chuGioiTinh="2"),
                dict(so="3/2016", quyenSo="01/2016", ngayDangKy="06.04.2016",
                     noiDangKy=office, tenThuyen="Gió", mau="2",
                     chuHoTen="Hoàng Kim Không Ai", chuNgaySinh="01.12.1961",
                     chuGioiTinh="2")]
        self.write("boats.tsv", table(COLUMNS, *rows))
        done = self.ok("book", "import", home, self.path("boats.tsv"),
                       "--json").json()
        self.assertEqual(done["accepted"], 3)
        self.ok("reconcile", home, "--out", self.path("classes.tsv"))
        lines = [l.split("\t") for l in
                 self.read("classes.tsv").splitlines()]
        by = {r[4]: dict(zip(lines[0], r)) for r in lines[1:]}
        self.assertEqual(by["1/2016"]["lop"], "MATCH")
        self.assertEqual(by["1/2016"]["soDinhDanh"], "000099000001")
        self.assertEqual(by["2/2016"]["lop"], "DIFF")
        self.assertEqual(by["2/2016"]["truongSai"], "chuHoTen")
        self.assertEqual(by["3/2016"]["lop"], "NOTFOUND")
        self.assertIn("THUYEN", self.ok("report", home, "summary").out)
        book = self.ok("book", "list", home, "--json").json()["books"][0]
        self.ok("book", "export", home, "--book", book["id"], "--out",
                self.path("out"), "--draft")
        made = glob.glob(self.path("out") + "/*.xlsx")
        with zipfile.ZipFile(made[0]) as z:
            text = "".join(z.read(n).decode() for n in z.namelist()
                           if n.endswith(".xml"))
        self.assertIn("Sóng Lớn", text)
        self.ok("journal", "verify", home)


if __name__ == "__main__":
    unittest.main(verbosity=2)
