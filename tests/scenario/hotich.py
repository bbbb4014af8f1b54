"""Drive the real binary as its user would: the harness of the scenarios.

The binary is named by the environment variable HOTICH (tests/run.py sets it
to the release and the sanitized build in turn); without it, build/hotich.
"""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HOTICH = os.environ.get("HOTICH", os.path.join(ROOT, "build/hotich"))
IS_SANITIZED = "asan" in HOTICH


class Result:
    def __init__(self, args, code, out, err):
        self.args, self.code, self.out, self.err = args, code, out, err

    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return (f"{' '.join(self.args)} -> {self.code}\n"
                f"stdout: {self.out[-3000:]}\nstderr: {self.err[-3000:]}")


def hotich(*args, env=None, timeout=600, data=None):
    """Run a command; never fails by itself."""
    words = [HOTICH] + [str(a) for a in args]
    done = subprocess.run(words, input=data, capture_output=True,
                          timeout=timeout, env={**os.environ, **(env or {})})
    return Result(words[1:], done.returncode,
                  done.stdout.decode("utf-8", "strict"),
                  done.stderr.decode("utf-8", "strict"))


class Scenario(unittest.TestCase):
    """A temporary folder; `self.path(name)` lies in it."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="hotich-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text, encoding="utf-8"):
        with open(self.path(name), "w", encoding=encoding, newline="") as f:
            f.write(text)
        return self.path(name)

    def read(self, name):
        with open(self.path(name), encoding="utf-8", newline="") as f:
            return f.read()

    def ok(self, *args, **how):
        result = hotich(*args, **how)
        self.assertEqual(result.code, 0, repr(result))
        self.assertNotIn("Sanitizer", result.err)
        return result

    def refused(self, *args, says=(), code=1, **how):
        """The command fails with this code and one clear line."""
        result = hotich(*args, **how)
        self.assertEqual(result.code, code, repr(result))
        self.assertNotIn("Sanitizer", result.err)
        self.assertEqual(result.err.count("\n"), 1, repr(result))
        for text in [says] if isinstance(says, str) else says:
            self.assertIn(text, result.err)
        return result


def table(header, *rows):
    """A TSV text; rows are dicts of the columns that say something."""
    lines = ["\t".join(header)]
    for row in rows:
        unknown = set(row) - set(header)
        assert not unknown, unknown
        lines.append("\t".join(str(row.get(c, "")) for c in header))
    return "\n".join(lines) + "\n"


KS = """so quyenSo trangSo ngayDangKy loaiDangKy noiDangKy nguoiKy chucVuNguoiKy
nguoiThucHien ghiChu nksHoTen nksGioiTinh nksNgaySinh nksNgaySinhBangChu
nksNoiSinh nksNoiSinhDVHC nksQueQuan nksDanToc nksQuocTich nksQuocTichKhac
nksLoaiKhaiSinh nksMatTich nksMatTichNgayGhiChuTuyenBo nksMatTichCanCuTuyenBo
nksMatTichNgayGhiChuHuyTuyenBo nksMatTichCanCuHuyTuyenBo
nksHanCheNangLucHanhVi nksHanCheNangLucHanhViNgayGhiChuTuyenBo
nksHanCheNangLucHanhViCanCuTuyenBo nksHanCheNangLucHanhViNgayGhiChuHuyTuyenBo
nksHanCheNangLucHanhViNgayCanCuHuyTuyenBo meHoTen meNgaySinh meDanToc
meQuocTich meQuocTichKhac meLoaiCuTru meNoiCuTru meLoaiGiayToTuyThan
meSoGiayToTuyThan chaHoTen chaNgaySinh chaDanToc chaQuocTich chaQuocTichKhac
chaLoaiCuTru chaNoiCuTru chaLoaiGiayToTuyThan chaSoGiayToTuyThan nycHoTen
nycQuanHe nycLoaiGiayToTuyThan nycGiayToKhac nycSoGiayToTuyThan
nycNgayCapGiayToTuyThan nycNoiCapGiayToTuyThan soDangKyNuocNgoai
ngayDangKyNuocNgoai cqNuocNgoaiDaDangKy qgNuocNgoaiDaDangKy""".split()

POPULATION = """soDinhDanh hoTen tenGoiKhac ngaySinh gioiTinh danToc quocTich
maNoiDangKyKhaiSinh noiDangKyKhaiSinh maQueQuan queQuan maNoiSinh noiSinh
maThuongTru thuongTru hoTenCha ngaySinhCha soDinhDanhCha hoTenMe ngaySinhMe
soDinhDanhMe hoTenVoChong soDinhDanhVoChong soCMND maHo tinhTrangHonNhan
ngayMat""".split()

assert len(KS) == 60 and len(POPULATION) == 27
