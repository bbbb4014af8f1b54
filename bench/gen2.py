#!/usr/bin/env python3
"""A second maker of people, books and truth, with other assumptions.

usage: gen2.py --out FOLDER [--seed N] [--people N] [--entries N]
               [--homonyms PAIRS] [--self-test]

It shares nothing with src/gen: other communes and another day of export,
villages where one surname rules, people who marry year by year (widows again,
some mothers alone), other clerks (slashes, ages, ticks left out, old names of
units), other rates and kinds of damage, other people missing.  The answer is
found the other way round, too: not from what was meant to be written but by
reading the text of the book and of the population row again, with this file's
own reading of the ten rules of formats.md.

Everyone is invented; every number begins with 000.  Names follow published
frequencies in outline (surnames: the order of the hundred commonest; given
names: public counts by sex); every other rate is this author's estimate.

--homonyms N makes N pairs of different people with one and the same full name;
both parents stand in the row and, readable, in the book, so that an officer
could tell them apart.  Mostly one of the two has no row: who links its entry to
the other merges two people.

Standard library only.  The same options give the same bytes.
"""
import argparse
import bisect
import collections
import itertools
import os
import random
import re
import sys
import unicodedata
from datetime import date, timedelta

AS_OF = date(2024, 6, 30)
ERAS = (("E5", date(1970, 1, 1), date(1975, 12, 31)),
        ("E4", date(1976, 1, 1), date(1998, 10, 24)),
        ("E3", date(1998, 10, 25), date(2006, 3, 31)),
        ("E2", date(2006, 4, 1), date(2015, 12, 31)),
        ("E1", date(2016, 1, 1), date(2019, 4, 1)))

# -- columns -----------------------------------------------------------------

PAPERS = "LoaiGiayToTuyThan GiayToKhac SoGiayToTuyThan NgayCapGiayToTuyThan " \
         "NoiCapGiayToTuyThan"
ABROAD = "soDangKyNuocNgoai ngayDangKyNuocNgoai cqNuocNgoaiDaDangKy " \
         "qgNuocNgoaiDaDangKy"
OWN = "maNoiDangKy giaiDoan luong"


def named(prefix, words):
    return [prefix + word for word in words.split()]


def declared(first, number, when, last):
    return [first, first + "NgayGhiChuTuyenBo", first + "CanCuTuyenBo",
            first + "NgayGhiChuHuyTuyenBo", first + last]


def parent(who):
    return named(who, "HoTen NgaySinh DanToc QuocTich QuocTichKhac LoaiCuTru "
                 "NoiCuTru LoaiGiayToTuyThan SoGiayToTuyThan")


def applicant():
    return named("nyc", "HoTen QuanHe " + PAPERS)


HEAD = "so quyenSo trangSo ngayDangKy loaiDangKy noiDangKy nguoiKy " \
       "chucVuNguoiKy"
COLUMNS = {
    "KS": (HEAD + " nguoiThucHien ghiChu").split()
    + named("nks", "HoTen GioiTinh NgaySinh NgaySinhBangChu NoiSinh "
            "NoiSinhDVHC QueQuan DanToc QuocTich QuocTichKhac LoaiKhaiSinh")
    + declared("nksMatTich", 0, 0, "CanCuHuyTuyenBo")
    + declared("nksHanCheNangLucHanhVi", 0, 0, "NgayCanCuHuyTuyenBo")
    + parent("me") + parent("cha") + applicant() + ABROAD.split()
    + OWN.split(),
    "KH": (HEAD + " ngayXacLapQuanHeHonNhan nguoiThucHien ghiChu "
           "tinhTrangKetHon huyKetHonNgayGhiChu huyKetHonCanCu "
           "congNhanKetHonNgayGhiChu congNhanKetHonCanCu").split()
    + named("chong", "HoTen NgaySinh DanToc QuocTich QuocTichKhac LoaiCuTru "
            "NoiCuTru " + PAPERS)
    + named("vo", "HoTen NgaySinh DanToc QuocTich QuocTichKhac LoaiCuTru "
            "NoiCuTru " + PAPERS) + ABROAD.split() + OWN.split(),
    "KT": (HEAD + " nguoiThucHien ghiChu").split()
    + named("nkt", "HoTen GioiTinh NgaySinh DanToc QuocTich QuocTichKhac "
            "LoaiCuTru NoiCuTru " + PAPERS + " NgayChet NgayChetGhiBangChu "
            "GioPhutChet NoiChet NguyenNhanChet TinhTrangTuyenBoViecChet "
            "NgayGhiChuTuyenBoViecChet CanCuTuyenBoViecChet "
            "NgayGhiChuHuyTuyenBoViecChet CanCuHuyTuyenBoViecChet")
    + "gbtLoai gbtSo gbtNgay gbtCoQuanCap".split() + applicant()
    + ABROAD.split() + OWN.split(),
}
POPULATION = ("soDinhDanh hoTen tenGoiKhac ngaySinh gioiTinh danToc quocTich "
              "maNoiDangKyKhaiSinh noiDangKyKhaiSinh maQueQuan queQuan "
              "maNoiSinh noiSinh maThuongTru thuongTru hoTenCha ngaySinhCha "
              "soDinhDanhCha hoTenMe ngaySinhMe soDinhDanhMe hoTenVoChong "
              "soDinhDanhVoChong soCMND maHo tinhTrangHonNhan "
              "ngayMat").split()
TRUTH = ("loai maNoiDangKy quyenSo so vai lop soDinhDanh truongSai trungVoi "
         "loiLoai").split()

# -- places ------------------------------------------------------------------


class District:
    def __init__(self, name, provinces, ethnic, south=False):
        self.name, self.provinces = name, provinces  # (until, name), last open
        self.ethnic, self.south = ethnic, south
        self.communes = []

    def province(self, day):
        for until, name in self.provinces:
            if until is None or day < until:
                return name


class Commune:
    """In force on the day of export; `old` are what it was until a day."""

    def __init__(self, district, code, name, old=(), kind="Xã"):
        self.district, self.code, self.name = district, code, name
        self.kind, self.old = kind, old
        district.communes.append(self)

    def written(self, day, village):
        """(code, name) of the office that kept the village's book."""
        old = [o for o in self.old if day < o[0]]
        if not old:
            return self.code, self.name
        return old[village % len(old)][1:]


MERGED = date(2019, 12, 1)
QUOC_OAI = District(
    "Huyện Quốc Oai",
    [(date(1976, 1, 1), "Tỉnh Hà Tây"), (date(1991, 10, 1), "Tỉnh Hà Sơn Bình"),
     (date(2008, 8, 1), "Tỉnh Hà Tây"), (None, "Thành phố Hà Nội")],
    (("Kinh", 97), ("Mường", 3)))
HOANG_HOA = District("Huyện Hoằng Hóa", [(None, "Tỉnh Thanh Hóa")],
                     (("Kinh", 100),))
MAI_SON = District("Huyện Mai Sơn", [(None, "Tỉnh Sơn La")],
                   (("Thái", 55), ("Kinh", 28), ("Mông", 9), ("Xinh Mun", 4),
                    ("Khơ mú", 4)))
CHO_GAO = District("Huyện Chợ Gạo", [(None, "Tỉnh Tiền Giang")],
                   (("Kinh", 99), ("Hoa", 1)), south=True)
for code, name in (("09898", "Sài Sơn"), ("09943", "Cấn Hữu"),
                   ("09904", "Yên Sơn"), ("09910", "Ngọc Mỹ"),
                   ("09916", "Thạch Thán"), ("09949", "Hòa Thạch"),
                   ("09940", "Phú Mãn"), ("09907", "Ngọc Liệp")):
    Commune(QUOC_OAI, code, name)
Commune(HOANG_HOA, "15928", "Hoằng Đức", ((MERGED, "15928", "Hoằng Minh"),
                                          (MERGED, "15934", "Hoằng Đức")))
Commune(HOANG_HOA, "15901", "Hoằng Sơn", ((MERGED, "15901", "Hoằng Lương"),
                                          (MERGED, "15898", "Hoằng Sơn")))
for code, name in (("15964", "Hoằng Lộc"), ("15967", "Hoằng Trạch"),
                   ("15994", "Hoằng Ngọc"), ("15916", "Hoằng Quý"),
                   ("16006", "Hoằng Trường")):
    Commune(HOANG_HOA, code, name)
for code, name in (("04123", "Chiềng Mung"), ("04138", "Cò Nòi"),
                   ("04126", "Mường Bon"), ("04132", "Chiềng Mai"),
                   ("04159", "Phiêng Pằn"), ("04108", "Chiềng Sung")):
    Commune(MAI_SON, code, name)
for code, name in (("28618", "Quơn Long"), ("28648", "Bình Ninh"),
                   ("28603", "Mỹ Tịnh An"), ("28612", "Lương Hòa Lạc"),
                   ("28639", "An Thạnh Thủy"), ("28621", "Bình Phục Nhứt")):
    Commune(CHO_GAO, code, name)
DISTRICTS = (QUOC_OAI, HOANG_HOA, MAI_SON, CHO_GAO)
COMMUNES = [c for d in DISTRICTS for c in d.communes]
# Two communes of each district have books.
TARGETS = [c for d in DISTRICTS for c in d.communes[:2]]
VILLAGES = 4


def lower_kind(text):
    return text[0].lower() + text[1:]


def bare(text):
    return text.split(" ", 2)[2] if text.startswith("Thành phố") \
        else text.split(" ", 1)[1]


def place_text(commune, village, day, style, hamlet=""):
    name = "Xã " + commune.written(day, village)[1]
    parts = [name, commune.district.name, commune.district.province(day)]
    if style == "district":
        parts = [lower_kind(p) for p in parts[1:]]
    elif style == "bare" or style == "dash":
        parts = [bare(p) for p in parts]
    elif style == "lower":
        parts = [lower_kind(p) for p in parts]
    if hamlet and style != "district":
        parts.insert(0, hamlet)
    return (" - " if style == "dash" else ", ").join(parts)


# -- names -------------------------------------------------------------------

# Of 1,000: the order and size of the hundred commonest surnames.
NORTH = dict(Nguyễn=330, Trần=100, Lê=95, Phạm=72, Hoàng=45, Vũ=44, Phan=24,
             Bùi=30, Đỗ=26, Đặng=20, Ngô=17, Dương=12, Đinh=10, Đào=11, Trịnh=9,
             Hà=9, Lương=8, Mai=7, Cao=7, Tạ=6, Lưu=5, Chu=5, Phùng=7, Khuất=3,
             Kiều=4, Đoàn=6, Nghiêm=2, Cấn=2, Vương=4, Tào=1, Doãn=1, Quách=2)
SOUTH = dict(Nguyễn=330, Trần=120, Lê=98, Phạm=55, Huỳnh=60, Võ=55, Phan=50,
             Trương=22, Bùi=14, Đặng=20, Hồ=18, Ngô=13, Dương=10, Đoàn=9,
             Lâm=8, Mai=7, Cao=7, Châu=6, Lương=6, Thái=5, Lý=6, Trịnh=5, Tô=4,
             Tăng=2, Kiều=2, Từ=2, Hà=4, Đỗ=8, Văn=3, La=1)
OTHERS = {
    "Thái": dict(Lò=30, Quàng=14, Hà=9, Cà=12, Lường=12, Tòng=10, Cầm=6, Hoàng=5,
                 Vì=8, Lèo=5, Điêu=3),
    "Mông": dict(Giàng=22, Vàng=18, Sồng=12, Thào=11, Mùa=9, Lầu=7, Hạng=6,
                 Hờ=5, Ly=4, Sùng=6),
    "Xinh Mun": dict(Vì=35, Lò=30, Cút=10, Lường=15, Lèo=10),
    "Khơ mú": dict(Lò=30, Cút=16, Quàng=16, Lường=18, Hà=10, Moong=10),
    "Mường": dict(Bùi=40, Đinh=22, Quách=12, Hà=10, Nguyễn=16),
    "Hoa": dict(Trần=20, Lâm=20, Lý=15, Huỳnh=15, Quách=10, Vương=10, Tăng=10),
}
# given names by time of birth: old, middle, young
MEN = ("Thành Hùng Tiến Tâm Hòa Thắng Bình Sơn Khoa Cường Hải Dũng Minh Tuấn "
       "Long Nam Đức Quân Huy Hiếu Phong Khôi Lâm Toàn Trung Kiên Việt Quang "
       "Thịnh Phúc Lộc Thọ Tài Đạt Nghĩa Lợi Chiến Thuận Đông Hoàng").split()
MEN_OLD = ("Bảy Tư Sáu Năm Ất Bính Đinh Mão Thìn Tỵ Mùi Dần Cẩn Khanh Bưởi Đĩnh "
           "Ngạn Nhượng Tuất Hợi Chắt Cội Thoan Ruộng Mạch Lự Khoái Vấn Thư "
           "Điền Quế Khiêm Tín Hào Kỳ Xuyến Thuấn").split()
MEN_NEW = ("Bảo Khang Gia_Huy Minh_Khôi Nguyên An Khánh Duy Nhật Thiên_Ân Phát "
           "Vinh Tùng Đăng Hưng Bách Quốc_Bảo Minh_Quân Hải_Đăng Anh_Tú Trí "
           "Tấn Lân Vũ Anh Tú Khải Kiệt").split()
WOMEN = ("Hương Lan Hoa Hồng Mai Thu Hà Hạnh Hiền Phương Thảo Linh Trang Nga "
         "Yến Oanh Loan Liên Thủy Thúy Bích Vân Dung Nhung Hằng Huệ Xuân Ngân "
         "Tuyết Minh Nguyệt Luyến Thơm Hoài Thoa Quyên Lý Mỹ Quý Hòe").split()
WOMEN_OLD = ("Tỵ Mận Đào Sen Cúc Lụa Nhài Bưởi Gái Mùi Nhớn Chắt Ổi Thìn Hợi "
             "Sửu Vịnh Nghiễm Chuyên Thỉnh Nhẫn Lạng Tẹo Hĩm Còi Bé Khuyến Thậm "
             "Xoan Ngoan Sáu Bảy Ba Tám").split()
WOMEN_NEW = ("Vy Ngọc_Anh Bảo_Ngọc Gia_Hân Khánh_Linh An Chi Như Quỳnh Trâm Tiên "
             "My Diệp Hà_My Ngọc Minh_Châu Thanh_Trúc Phương_Anh Tú_Anh Uyên "
             "Trà_My Nhi Thảo_Nguyên Yến_Nhi Kim_Ngân Huyền").split()
MIDDLE_M = ("Văn", "Hữu", "Đình", "Đức", "Xuân", "Quang", "Công", "Ngọc", "Bá",
            "Duy", "Trọng", "Viết", "Sỹ", "Minh", "Thế", "Khắc", "Như", "Danh")
MIDDLE_F = ("Ngọc", "Thu", "Kim", "Thanh", "Hồng", "Bích", "Mỹ", "Thùy", "Như",
            "Diệu", "Cẩm", "Minh", "Phương")
THAI_M = "Pản Ín Ọt Chựa Hặc Piềng Ún Lả Thoong Muôn Chiêu Phanh Dọn Hưa".split()
THAI_F = "Lún Pánh Hịa Ướng Chượng Pọm Dọn Sươi Inh Ính Xum Hạc Tưởng".split()
MONG_M = "Páo Chống Dế Tủa Lử Khua Nênh Sếnh Chứ Tú Phua Giống Nhìa Lồng".split()
MONG_F = "Mỷ Dợ Chía Sua Mai Dua Bầu Mái Gầu Xay Ia Cha Say".split()


class Pick:
    """Draw from shares; an even list is a share of one each."""

    def __init__(self, shares):
        items = shares.items() if isinstance(shares, dict) \
            else [(s, 1) for s in shares] if not isinstance(shares[0], tuple) \
            else shares
        self.what = [w for w, _ in items]
        self.upto = list(itertools.accumulate(n for _, n in items))

    def __call__(self, rng):
        return self.what[bisect.bisect(self.upto, rng.random() * self.upto[-1])]


def falling(words):
    """The first names of a list are the common ones: of fifty the first has
    5 %, near what public counts give the commonest given names."""
    return Pick([(w, 1000 // (i + 12)) for i, w in enumerate(words)])


FAMILY = {(False, "Kinh"): Pick(NORTH), (True, "Kinh"): Pick(SOUTH)}
for ethnic, shares in OTHERS.items():
    FAMILY[False, ethnic] = FAMILY[True, ethnic] = Pick(shares)
GIVEN = {(1, 0): falling(MEN_OLD + MEN[:20]), (1, 1): falling(MEN),
         (1, 2): falling(MEN_NEW + MEN[10:24]),
         (2, 0): falling(WOMEN_OLD + WOMEN[:20]), (2, 1): falling(WOMEN),
         (2, 2): falling(WOMEN_NEW + WOMEN[8:22])}
OWN_GIVEN = {("Thái", 1): falling(THAI_M), ("Thái", 2): falling(THAI_F),
             ("Mông", 1): falling(MONG_M), ("Mông", 2): falling(MONG_F),
             ("Xinh Mun", 1): falling(THAI_M), ("Xinh Mun", 2): falling(THAI_F),
             ("Khơ mú", 1): falling(THAI_M), ("Khơ mú", 2): falling(THAI_F)}
OWN_SHARE = {"Thái": .45, "Mông": .85, "Xinh Mun": .6, "Khơ mú": .5}
ETHNIC_OTHER = {"Kinh": ["Việt"], "Mông": ["HMông", "Mèo"], "Thái": ["Thái"],
                "Xinh Mun": ["Xinh-mun"], "Khơ mú": ["Khơ-mú"],
                "Mường": ["Mol"], "Hoa": ["Hán"]}


def time_of(year):
    return 0 if year < 1958 else 1 if year < 1993 else 2


def make_name(rng, family, ethnic, sex, year, line=None):
    """Words of a name; `line` is the middle name men of a line share."""
    own = OWN_GIVEN.get((ethnic, sex))
    if own and rng.random() < OWN_SHARE[ethnic] * (1 if year < 1995 else .6):
        given = [own(rng)]
    else:
        given = GIVEN[sex, time_of(year)](rng).split("_")
    if ethnic == "Mông":
        middle = [] if rng.random() < .08 else ["A" if sex == 1 else "Thị"]
    elif sex == 2:
        thi = rng.random() < (.95, .85, .3)[time_of(year)]
        middle = ["Thị"] if thi else []
        if not thi or rng.random() < (.04, .3, .4)[time_of(year)]:
            middle.append(rng.choice(MIDDLE_F))
    elif line and rng.random() < .7:
        middle = [line]
    else:
        middle = ["Văn"] if rng.random() < (.7, .5, .12)[time_of(year)] \
            else [rng.choice(MIDDLE_M)]
    if middle and middle[-1] == given[0]:
        middle = middle[:-1] or ["Văn" if sex == 1 else "Thị"]
    return [family] + middle + given


# -- people ------------------------------------------------------------------


class Person:
    __slots__ = ("name", "sex", "born", "died", "father", "mother", "spouse",
                 "wed", "ethnic", "commune", "village", "home", "registered",
                 "row", "id", "second", "cmnd", "house", "line", "live",
                 "weddings", "nation", "is_clear")


def day_of(rng, year):
    return date(year, 1, 1) + timedelta(days=rng.randrange(365))


def years_to_live(rng):
    if rng.random() < .03:
        return rng.random() * 3
    # Gompertz: the hazard doubles every eight years
    u = rng.random()
    age, hazard = 3, .0004
    while u > 0 and age < 104:
        u -= hazard * (1 - u if u < 1 else 0) + hazard * .3
        hazard *= 1.09
        age += 1
    return age + rng.random()


class World:
    def __init__(self, rng, people):
        self.rng, self.all = rng, []
        self.marrying = collections.defaultdict(list)
        self.coming = collections.defaultdict(list)  # year: births to come
        self.single = collections.defaultdict(list)  # men, by commune
        self.houses = 0
        self.ruling = {}
        for c in COMMUNES:
            for v in range(VILLAGES):
                ethnic = Pick(list(c.district.ethnic))(rng)
                self.ruling[c, v] = (ethnic, FAMILY[c.district.south, ethnic]
                                     (rng))
        self.grow(people)

    def add(self, sex, born, commune, village, ethnic, name, father=None,
            mother=None, line=None):
        rng, p = self.rng, Person()
        p.sex, p.born, p.commune, p.village = sex, born, commune, village
        p.ethnic, p.name, p.father, p.mother = ethnic, name, father, mother
        p.line = line
        p.home = father.home if father else mother.home if mother else commune
        p.registered = commune
        if mother and rng.random() < .03:
            p.registered = mother.home
        p.live = commune if rng.random() < .75 else rng.choice(
            commune.district.communes) if rng.random() < .6 \
            else rng.choice(COMMUNES)
        end = born + timedelta(days=int(years_to_live(rng) * 365.25))
        p.died = end if end < AS_OF else None
        p.spouse = p.wed = p.id = p.second = None
        p.weddings, p.row, p.cmnd = [], None, None
        p.nation, p.is_clear = "Việt Nam", False
        self.houses += 0 if mother else 1
        p.house = mother.house if mother else self.houses
        self.all.append(p)
        self.grown_up(p)
        return p

    def grown_up(self, p):
        rng = self.rng
        year = p.born.year + max(18, int(rng.gauss(
            23 if p.sex == 2 else 26, 3.5)))
        if p.died and p.died.year <= year or year > AS_OF.year:
            return
        if p.sex == 2:
            if rng.random() < .94:
                self.marrying[year].append(p)
        elif rng.random() < .96:
            self.single[p.commune].append(p)

    def found(self, commune, year):
        rng = self.rng
        village = rng.randrange(VILLAGES)
        ethnic, family = self.ruling[commune, village]
        if rng.random() < .06:
            ethnic = Pick(list(commune.district.ethnic))(rng)
        if ethnic != self.ruling[commune, village][0] or rng.random() > .62:
            family = FAMILY[commune.district.south, ethnic](rng)
        sex = 1 + (rng.random() < .5)
        line = rng.choice(MIDDLE_M[1:]) if rng.random() < .4 else None
        return self.add(sex, day_of(rng, year), commune, village, ethnic,
                        make_name(rng, family, ethnic, sex, year, line),
                        line=line)

    def husband_for(self, w, year):
        rng = self.rng
        pools = [w.commune]
        if rng.random() < .35:
            pools = [rng.choice(w.commune.district.communes), w.commune]
        for commune in pools:
            men = self.single[commune]
            for _ in range(12):
                if not men:
                    break
                i = rng.randrange(len(men))
                m = men[i]
                gap = (w.born - m.born).days / 365.25
                if m.died and m.died.year <= year or m.born.year > year - 19:
                    continue
                if -4 < gap < 11 and not (m.father and m.father is w.father) \
                        and not (m.mother and m.mother is w.mother):
                    men[i] = men[-1]
                    men.pop()
                    return m
        return None

    def marry(self, w, year):
        rng, m = self.rng, self.husband_for(w, year)
        if w.died and w.died.year <= year:
            return
        if m is None:
            if rng.random() < .15 and not w.weddings:  # a mother alone
                self.coming[year + 1].append((w, None))
            return
        day = day_of(rng, year)
        if day > AS_OF or m.died and m.died <= day or w.died and w.died <= day:
            return
        w.spouse, m.spouse = m, w
        w.wed = m.wed = day
        w.weddings.append((day, m))
        m.weddings.append((day, w))
        self.houses += 1
        m.house = w.house = self.houses
        w.live = m.live
        mean = 4.6 if w.born.year < 1955 else 3 if w.born.year < 1972 else 2.1
        n = max(0, min(9, int(rng.gauss(mean, 1.1) + .5)))
        if len(w.weddings) > 1:
            n //= 2
        at = year + rng.choice((0, 1, 1, 1, 2))
        for _ in range(n):
            if at > w.born.year + 44 or at > AS_OF.year:
                break
            self.coming[at].append((w, m))
            at += rng.choice((1, 2, 2, 3, 3, 4, 5))
        if m.died and m.died.year < w.born.year + 45 and rng.random() < .25 \
                and len(w.weddings) == 1:
            self.marrying[m.died.year + 2].append(w)

    def birth(self, w, m, year):
        rng = self.rng
        born = day_of(rng, year)
        if born > AS_OF or w.died and w.died <= born or \
                m and m.died and (born - m.died).days > 250 or \
                m and w.wed and born <= w.wed:
            return
        twins = rng.random() < .012
        sex = 1 if rng.random() < .52 else 2
        same = rng.random() < .3
        for i in range(2 if twins else 1):
            if i and not same:
                sex = 1 if rng.random() < .52 else 2
            source = m or w
            if m and m.ethnic != w.ethnic and rng.random() < .2:
                ethnic = w.ethnic
            else:
                ethnic = source.ethnic
            line = m.line if m else None
            for _ in range(5):
                name = make_name(rng, source.name[0], ethnic, sex, year, line)
                if not any(name == c for c in w_names(w)):
                    break
            if i and rng.random() < .5:  # twins are named alike
                name[1:-1] = self.all[-1].name[1:-1] if sex == \
                    self.all[-1].sex else name[1:-1]
            child = self.add(sex, born, source.commune, source.village, ethnic,
                             name, m, w, line)
            w_names(w).append(child.name)

    def grow(self, people):
        rng = self.rng
        founders = max(60, people * 10 // 33)
        for i in range(founders):
            self.found(COMMUNES[i % len(COMMUNES)],
                       1905 + int(rng.random() ** .7 * 48))
        for year in range(1924, AS_OF.year + 1):
            for w, m in self.coming.pop(year, ()):
                self.birth(w, m, year)
            for w in self.marrying.pop(year, ()):
                self.marry(w, year)


NAMES_OF = {}


def w_names(w):
    return NAMES_OF.setdefault(id(w), [])


# -- text and the ten rules --------------------------------------------------

TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
MARKED = {"", "[không ghi]", "[không đọc được]", "[rách]",
          "[mẫu cũ không có]", "[...]"}


def nfc(text):
    return unicodedata.normalize("NFC", text)


def without_tone(word):
    """(letters with their marks but without tone, the tone or "")"""
    parts = unicodedata.normalize("NFD", word)
    tone = "".join(c for c in parts if c in TONES)
    return nfc("".join(c for c in parts if c not in TONES)), tone


def says(text):
    """Rule 3."""
    return text.strip() not in MARKED and bool(text.strip(" ,-"))


def word_agrees(book, person):
    """Rules 4 and 5 for one word, both in small letters."""
    if book.endswith("[...]"):
        return stub_agrees(book[:-5], person)
    if book.endswith(".") and len(book) > 1:
        return stub_agrees(book[:-1], person)
    if "?" in book:
        return len(book) == len(person) and all(
            a == "?" or a == b for a, b in zip(book, person))
    return without_tone(book) == without_tone(person)


def stub_agrees(stub, person):
    letters, tone = without_tone(stub)
    if tone:
        return nfc(person).startswith(nfc(stub))
    return without_tone(person)[0].startswith(letters)


def words_agree(book, person):
    if not book:
        return not person
    if book[0] == "[...]":
        return any(words_agree(book[1:], person[i:])
                   for i in range(len(person) + 1))
    return bool(person) and word_agrees(book[0], person[0]) and \
        words_agree(book[1:], person[1:])


def name_differs(book, person):
    if not says(book) or not says(person):
        return False
    return not words_agree(nfc(book).lower().split(),
                           nfc(person).lower().split())


AGE = re.compile(r"^(\d{1,3}) ?(?:t|tuổi)$")


def date_parts(text):
    """[day, month, year] as figures, None for what is not there."""
    parts = re.split(r"[./-]", text.strip())
    if len(parts) > 3 or not all(re.fullmatch(r"[\d?]{1,4}", p) for p in parts):
        raise ValueError("no date: " + text)
    full = [None] * (3 - len(parts)) + parts
    return [p and p.zfill(2 if i < 2 else 4) for i, p in enumerate(full)]


def date_differs(book, person, age_year, years_only=False):
    """Rules 6 and 7."""
    if not says(book) or not says(person):
        return False
    row = date_parts(person)
    age = AGE.match(book)
    if age:
        if not age_year:
            return False
        return abs(age_year - int(age[1]) - int(row[2])) > 1
    for i, (a, b) in enumerate(zip(date_parts(book), row)):
        if years_only and i < 2 or a is None or b is None:
            continue
        if any(x != y for x, y in zip(a, b) if x != "?"):
            return True
    return False


GROUP = {}
for group, names in ETHNIC_OTHER.items():
    for n in names + [group]:
        GROUP.setdefault(n.lower(), set()).add(group)


def ethnic_differs(book, person):
    if not says(book) or not says(person):
        return False
    return not GROUP[book.lower()] & GROUP[person.lower()]


def nation_differs(book, person):
    if not says(book) or not says(person):
        return False
    same = {"vn": "việt nam"}
    a, b = book.lower(), person.lower()
    return same.get(a, a) != same.get(b, b)


SEX = {"1": 1, "2": 2, "nam": 1, "nữ": 2}


def sex_differs(book, person):
    a, b = SEX.get(book.lower()), SEX.get(person.lower())
    return bool(a and b and a != b)


def read_place(text):
    """A text of place_text() back to (commune or None, district) or None."""
    if not says(text):
        return None
    parts = [p.strip() for p in re.split(r",| - ", text) if p.strip()]
    known = {}
    for d in DISTRICTS:
        for c in d.communes:
            for name in [c.name] + [o[2] for o in c.old]:
                known[name.lower(), bare(d.name).lower()] = c

    def core(t):
        return re.sub(r"^(xã|huyện|tỉnh|thành phố) ", "", t.lower())
    place = [core(p) for p in parts]
    for d in DISTRICTS:
        name = bare(d.name).lower()
        if name in place:
            at = place.index(name)
            return (known.get((place[at - 1], name)) if at else None), d
    raise ValueError("no place: " + text)


PLACES = {}


def home_differs(book, row):
    """Rule 9; `row` is a population row."""
    if book not in PLACES:
        PLACES[book] = read_place(book)
    said = PLACES[book]
    if said is None:
        return False
    if row["maQueQuan"]:
        home = BY_CODE[row["maQueQuan"]]
        district = home.district
    else:
        text = row["queQuan"]
        if text not in PLACES:
            PLACES[text] = read_place(text)
        if PLACES[text] is None:
            return False
        home, district = PLACES[text]
    if said[0] is None or home is None:
        return said[1] is not district
    return said[0] is not home


BY_CODE = {c.code: c for c in COMMUNES}


def age_year(cells):
    """Rule 7: the year of the number, else of registration."""
    m = re.search(r"/(\d{4})$", cells["so"])
    m = m or re.search(r"(\d{4})$", cells["ngayDangKy"])
    return int(m[1]) if m else 0


def judge(kind, role, cells, row):
    """Ids of the fields that differ in law, in the order of the page."""
    year = age_year(cells)
    get = lambda name: cells.get(role + name, "")
    wrong = []
    if name_differs(get("HoTen"), row["hoTen"]):
        wrong.append(role + "HoTen")
    if date_differs(get("NgaySinh"), row["ngaySinh"], year):
        wrong.append(role + "NgaySinh")
    if kind != "KH" and sex_differs(get("GioiTinh"), row["gioiTinh"]):
        wrong.append(role + "GioiTinh")
    if ethnic_differs(get("DanToc"), row["danToc"]):
        wrong.append(role + "DanToc")
    if nation_differs(get("QuocTich"), row["quocTich"]):
        wrong.append(role + "QuocTich")
    if kind == "KS":
        if home_differs(get("QueQuan"), row):
            wrong.append("nksQueQuan")
        for who, name, born in (("cha", "hoTenCha", "ngaySinhCha"),
                                ("me", "hoTenMe", "ngaySinhMe")):
            if name_differs(cells[who + "HoTen"], row[name]):
                wrong.append(who + "HoTen")
            if date_differs(cells[who + "NgaySinh"], row[born], year, True):
                wrong.append(who + "NgaySinh")
    return wrong


CASES = (  # the rules by example: function, book, population, differs
    (name_differs, "NGUYỄN VĂN HOÀ", "Nguyễn Văn Hòa", False),
    (name_differs, "Nguyễn Văn Hỏa", "Nguyễn Văn Hòa", True),
    (name_differs, "Ng. V. Tý", "Nguyễn Văn Tý", False),
    (name_differs, "Ng. Thị Tý", "Nguyễn Văn Tý", True),
    (name_differs, "Trần  Thị Lý", "Trần Thị Lí", True),
    (name_differs, "Trần Th? Lan", "Trần Thị Lan", False),
    (name_differs, "Trần T? Lan", "Trần Thị Lan", True),
    (name_differs, "Trần [...] Lan", "Trần Thị Ngọc Lan", False),
    (name_differs, "Trần [...] Lan", "Trần Lan", False),
    (name_differs, "Trần Thị La[...]", "Trần Thị Lan", False),
    (name_differs, "[...]", "Trần Thị Lan", False),
    (name_differs, "[không đọc được]", "Trần Thị Lan", False),
    (name_differs, "Tran Thi Lan", "Trần Thị Lan", True),
    (lambda a, b: date_differs(a, b, 0), "5/3/1990", "05/03/1990", False),
    (lambda a, b: date_differs(a, b, 0), "1990", "05/03/1990", False),
    (lambda a, b: date_differs(a, b, 0), "04.1990", "05/03/1990", True),
    (lambda a, b: date_differs(a, b, 0), "0?.03.1990", "05/03/1990", False),
    (lambda a, b: date_differs(a, b, 0), "1?.03.1990", "05/03/1990", True),
    (lambda a, b: date_differs(a, b, 2000, True), "35 tuổi", "1964", False),
    (lambda a, b: date_differs(a, b, 2000, True), "35t", "1963", True),
    (lambda a, b: date_differs(a, b, 0, True), "35t", "1900", False),
    (lambda a, b: date_differs(a, b, 0, True), "01/01/1964", "1964", False),
    (sex_differs, "Nữ", "1", True), (sex_differs, "3", "1", False),
    (ethnic_differs, "Mèo", "Mông", False), (ethnic_differs, "Thái", "Kinh",
                                             True),
    (nation_differs, "VN", "Việt Nam", False),
    (nation_differs, "Việt Nam", "Hoa Kỳ", True),
    (lambda a, b: home_differs(a, {"maQueQuan": b, "queQuan": ""}),
     "Hoằng Minh - Hoằng Hóa - Thanh Hóa", "15928", False),
    (lambda a, b: home_differs(a, {"maQueQuan": b, "queQuan": ""}),
     "xã Sài Sơn, huyện Quốc Oai, tỉnh Hà Tây", "09898", False),
    (lambda a, b: home_differs(a, {"maQueQuan": b, "queQuan": ""}),
     "huyện Quốc Oai, tỉnh Hà Sơn Bình", "09898", False),
    (lambda a, b: home_differs(a, {"maQueQuan": b, "queQuan": ""}),
     "huyện Quốc Oai, tỉnh Hà Sơn Bình", "15928", True),
    (lambda a, b: home_differs(a, {"maQueQuan": b, "queQuan": ""}),
     "xã Sài Sơn, huyện Quốc Oai, tỉnh Hà Tây", "09943", True),
    (lambda a, b: home_differs(a, {"maQueQuan": b, "queQuan": ""}), ", , ,",
     "09943", False),
)


def self_test():
    for i, (function, book, person, differs) in enumerate(CASES):
        if function(book, person) != differs:
            sys.exit(f"gen2: case {i} ({book!r} against {person!r}) is not "
                     f"{differs}")
    for kind, count in (("KS", 60), ("KH", 44), ("KT", 48)):
        if len(COLUMNS[kind]) != count + 3:
            sys.exit(f"gen2: {kind} has {len(COLUMNS[kind])} columns")


# -- the population's rows ---------------------------------------------------

SOUNDS = (("tr", "ch"), ("ch", "tr"), ("s", "x"), ("x", "s"), ("d", "gi"),
          ("r", "d"), ("l", "n"), ("n", "l"))


def put_case(word, like):
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def retone(rng, word):
    tone = without_tone(word.lower())[1]
    if not tone:
        return word
    new = {"\u0309": "\u0303", "\u0303": "\u0309"}.get(tone) or \
        rng.choice(sorted(TONES - {tone}))
    # letter by letter: the tone comes after the mark that makes the letter
    return "".join(c if without_tone(c)[0] == c
                   else nfc(without_tone(c)[0] + new) for c in word)


def unmark(word):
    text = unicodedata.normalize("NFD", word.replace("đ", "d")
                                 .replace("Đ", "D"))
    return "".join(c for c in text if not unicodedata.combining(c))


def missound(rng, word):
    low = word.lower()
    for a, b in rng.sample(SOUNDS, len(SOUNDS)):
        if low.startswith(a) and not (a in "sdlnr" and low[1:2] in "hg") and \
                len(low) > len(a):
            return put_case(b + low[len(a):], word)
    if low.endswith("ng"):
        return word[:-1]
    if low.endswith("n"):
        return word + "g"
    return word


def mistype(rng, word):
    at = rng.randrange(1, len(word)) if len(word) > 1 else 0
    how = rng.random()
    if len(word) < 3:
        return word
    if how < .4:
        return word[:at] + word[at + 1:]
    if how < .7:
        return word[:at] + word[at] + word[at:]
    if at + 1 < len(word):
        return nfc(word[:at] + word[at + 1] + word[at] + word[at + 2:])
    return word


def swap_iy(rng, word):
    low, tone = without_tone(word)
    turn = {"i": "y", "y": "i"}
    if len(low) > 1 and low[-1] in turn and low[-2] in "hklmst":
        text = unicodedata.normalize("NFD", word)
        at = max(text.rfind("i"), text.rfind("y"))
        return nfc(text[:at] + turn[text[at]] + text[at + 1:])
    return word


def plain_date(rng, day, first_of_year=0.0, year_only=0.0):
    at = rng.random()
    if at < year_only:
        return str(day.year)
    if at < year_only + first_of_year:
        return f"01/01/{day.year}"
    return day.strftime("%d/%m/") + f"{day.year:04}"


def population_name(rng, words, wrong):
    words = list(words)
    if rng.random() < wrong:
        i = rng.randrange(len(words))
        words[i] = rng.choice((retone, missound, swap_iy, mistype))(rng,
                                                                    words[i])
    return words


def text_name(rng, words, upper):
    text = " ".join(words)
    return text.upper() if upper else text


class Numbers:
    def __init__(self, rng):
        self.rng, self.used = rng, set()

    def next(self, p):
        g = (2 if p.born.year >= 2000 else 0) + (p.sex == 2)
        while True:
            n = f"000{g}{p.born.year % 100:02}{self.rng.randrange(10**6):06}"
            if n not in self.used:
                self.used.add(n)
                return n

    def paper(self):
        while True:
            n = f"000{self.rng.randrange(10**6):06}"
            if n not in self.used:
                self.used.add(n)
                return n


def is_counted(rng, p):
    """Who has a row: other people are missing than in the first generator."""
    if p.died and p.died < date(1993, 1, 1):
        return rng.random() < .04
    if p.died and p.died < date(2012, 1, 1):
        return rng.random() < .55
    if p.died and (p.died - p.born).days < 400:
        return rng.random() < .1
    if p.live is not p.commune and rng.random() < .08:
        return False  # went away before anybody asked
    return rng.random() < .955


def place_pair(rng, commune, no_code=.03, no_text=.05):
    at = rng.random()
    text = place_text(commune, 0, AS_OF, "full")
    if at < no_code:
        return "", text
    if at < no_code + no_text:
        return commune.code, ""
    return commune.code, text


def parent_cells(rng, row, parent, child, name, born, number):
    child_year = child.born.year
    missing = .45 if child_year < 1955 else .2 if child_year < 1975 else .05
    if parent is None or not child.is_clear and rng.random() < missing:
        return
    row[name] = text_name(rng, population_name(rng, parent.name, .012),
                          row["hoTen"].isupper())
    at = rng.random()
    if at < .45:
        row[born] = plain_date(rng, parent.born, .03)
    elif at < .8:
        row[born] = str(parent.born.year + (rng.random() < .01))
    if parent.id and rng.random() < .5:
        row[number] = parent.id


def make_row(rng, p, number, second):
    old = p.born.year < 1970
    row = dict.fromkeys(POPULATION, "")
    upper = rng.random() < .5  # half the officers keyed in capitals
    row["soDinhDanh"] = number
    row["hoTen"] = text_name(rng, population_name(
        rng, p.name, .35 if second else .011), upper)
    if rng.random() < .01:
        row["tenGoiKhac"] = rng.choice(("Tý", "Tèo", "Bi", "Út", "Cu"))
    row["ngaySinh"] = plain_date(rng, p.born, .12 if old else .006,
                                 .2 if old else .002)
    if rng.random() < (.25 if second else .006):
        row["ngaySinh"] = plain_date(rng, p.born
                                     + timedelta(days=rng.choice((1, 9, 30))))
    row["gioiTinh"] = str(p.sex if rng.random() > .0008 else 3 - p.sex)
    if rng.random() < .002:
        row["gioiTinh"] = "3"
    row["danToc"] = p.ethnic if rng.random() > .01 else ""
    if rng.random() < .03:
        row["danToc"] = rng.choice(ETHNIC_OTHER[p.ethnic])
    row["quocTich"] = p.nation if rng.random() > .01 else ""
    for code, text, commune in (
            ("maNoiDangKyKhaiSinh", "noiDangKyKhaiSinh", p.registered),
            ("maQueQuan", "queQuan", p.home),
            ("maNoiSinh", "noiSinh", p.commune),
            ("maThuongTru", "thuongTru", p.live)):
        if commune is p.home and code == "maQueQuan" and rng.random() < .008:
            commune = rng.choice(p.home.district.communes)
        if code == "maNoiDangKyKhaiSinh" and rng.random() < (
                .35 if old else .03):
            continue
        row[code], row[text] = place_pair(rng, commune)
    parent_cells(rng, row, p.father, p, "hoTenCha", "ngaySinhCha",
                 "soDinhDanhCha")
    parent_cells(rng, row, p.mother, p, "hoTenMe", "ngaySinhMe",
                 "soDinhDanhMe")
    if p.spouse and rng.random() < .8:
        row["hoTenVoChong"] = text_name(rng, p.spouse.name, upper)
        row["soDinhDanhVoChong"] = p.spouse.id or ""
    if p.cmnd and rng.random() < .7:
        row["soCMND"] = p.cmnd
    row["maHo"] = f"HK{p.house:07}"
    row["tinhTrangHonNhan"] = "2" if p.spouse else "1"
    if p.died and rng.random() < .7:
        row["ngayMat"] = plain_date(rng, p.died)
    return row


# -- clerks ------------------------------------------------------------------


class Clerk:
    """The hand of one office for some years."""

    def __init__(self, rng, era):
        self.sep = rng.choice("//.-")
        self.case = rng.choice(("title", "upper", "title", "given", "lower"))
        self.zeros = rng.random() > .3
        self.ages = rng.random() < {"E5": .7, "E4": .5, "E3": .2}.get(era, .02)
        self.short = rng.random() < .25  # abbreviates
        self.new_tones = rng.random() < .5
        self.sex_words = rng.random() < .2
        self.style = rng.choice(("full", "lower", "lower", "bare", "dash"))
        self.age_text = rng.choice((" tuổi", "t"))
        self.year_only = .25 if era in ("E5", "E4") and rng.random() < .4 \
            else .015
        self.marks_lost = .5 if rng.random() < .04 else .004
        self.slip = {"E5": 2., "E4": 1.5, "E3": 1.1, "E2": .8, "E1": .5}[era] \
            * rng.choice((.4, .7, .9, 1, 1.2, 1.9))
        self.blank = "" if rng.random() < .6 else "[không ghi]"
        self.volume = rng.choice(("{v:02}/{y}", "{v}/{y}", "{v:02}", "Q{v}"))
        self.no_volume = era in ("E5", "E4") and rng.random() < .15
        self.number = rng.choice(("{n:02}/{y}", "{n}/{y}", "{n:03}/{y}"))
        if era in ("E5", "E4") and rng.random() < .12:
            self.number = "{n:02}"


NEW_TONES = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ",
             "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
             "òe": "oè", "óe": "oé", "ỏe": "oẻ"}


def move_tones(word):
    for old, new in NEW_TONES.items():
        if word.endswith(old) and not word.lower().startswith("qu"):
            return word[:-2] + new
    return word


def written_name(rng, clerk, words, kinds, parent=False):
    """A name on the page; the kinds of damage are added to `kinds`."""
    words, hit = list(words), lambda p: rng.random() < p * clerk.slip
    n = len(words)
    if hit(.004):
        kinds.append("illegible")
        return rng.choice(("[không đọc được]", "[rách]"))
    for rate, kind, change in ((.012, "tone", retone), (.012, "sound", missound),
                               (.008, "typing", mistype), (.01, "i_y", swap_iy),
                               (.006, "one_unmarked",
                                lambda r, w: unmark(w))):
        if hit(rate):
            i = rng.randrange(n)
            new = change(rng, words[i])
            if new != words[i]:
                words[i] = new
                kinds.append(kind)
    if n > 2 and hit(.01):
        words.pop(rng.randrange(1, n - 1))
        kinds.append("word_lost")
    elif hit(.004):
        words.insert(1, rng.choice(("Văn", "Thị", "Ngọc")))
        kinds.append("word_added")
    elif len(words) > 2 and hit(.003):
        words[-1], words[-2] = words[-2], words[-1]
        kinds.append("word_order")
    if hit(.005):
        i = rng.randrange(len(words))
        word = words[i]
        # a letter that no custom of writing tones can move
        if len(word) > 2 and move_tones(word) == word and \
                not re.search("o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ]", word):
            at = rng.randrange(len(word))
            words[i] = word[:at] + "?" + word[at + 1:]
            kinds.append("letter_unread")
    elif hit(.004):
        words[rng.randrange(len(words))] = "[...]"
        kinds.append("word_unread")
    if (clerk.short and rng.random() < (.35 if parent else .15)) or hit(.004):
        for i in range(len(words) - 1):
            start = re.match("ngh|ng|nh|th|tr|ph|kh|ch|gi|[^aeiouy]",
                             words[i].lower())
            if start and "?" not in words[i] and "[" not in words[i] and \
                    len(words[i]) > len(start[0]) and rng.random() < .6:
                words[i] = words[i][:len(start[0])] + "."
                kinds.append("abbreviated")
    if rng.random() < clerk.marks_lost * (1 if parent else .6):
        words = [unmark(w) for w in words]
        kinds.append("marks_lost")
    if clerk.new_tones:
        words = [move_tones(w) for w in words]
    if clerk.case == "lower":
        words = [w.lower() for w in words]
    elif clerk.case == "given":
        words[-1] = words[-1].upper()
    text = (" " if not hit(.003) else "  ").join(words)
    return text.upper() if clerk.case == "upper" else text


def figures(rng, number, width):
    text = f"{number:0{width}}"
    at = rng.randrange(len(text))
    return text, at


def date_text(clerk, d, m, y):
    if clerk.zeros:
        return f"{d:02}{clerk.sep}{m:02}{clerk.sep}{y:04}"
    return f"{d}{clerk.sep}{m}{clerk.sep}{y}"


def written_date(rng, clerk, day, kinds):
    hit = lambda p: rng.random() < p * clerk.slip
    d, m, y = day.day, day.month, day.year
    if rng.random() < clerk.year_only:
        kinds.append("year_only")
        return str(y)
    if hit(.006):
        kinds.append("blank")
        return clerk.blank
    if hit(.004):
        kinds.append("illegible")
        return "[không đọc được]"
    if hit(.01):
        kinds.append("first_of_year")
        return date_text(clerk, 1, 1, y)
    if hit(.01):
        kinds.append("near_year")
        y += rng.choice((-1, 1))
    elif hit(.004):
        kinds.append("decade")
        y += rng.choice((-10, 10))
    elif hit(.007) and d < 13 and d != m:
        kinds.append("swapped")
        d, m = m, d
    elif hit(.012):
        kinds.append("wrong_day")
        d = d + 1 if d < 28 else d - 1
    elif hit(.006):
        kinds.append("wrong_month")
        m = m % 12 + 1
        d = min(d, 28)
    elif hit(.005) and 10 <= d <= 29 and d // 10 != d % 10 and \
            1 <= d % 10 * 10 + d // 10 <= 28:
        kinds.append("figures_turned")
        d = d % 10 * 10 + d // 10
    text = date_text(clerk, d, m, y)
    if hit(.006):
        at = rng.choice([i for i, c in enumerate(text) if c.isdigit()])
        kinds.append("figure_unread")
        text = text[:at] + "?" + text[at + 1:]
    elif hit(.004):
        kinds.append("month_year")
        text = f"{m:02}{clerk.sep}{y}"
    return text


def written_year(rng, clerk, parent, year, kinds):
    hit = lambda p: rng.random() < p * clerk.slip
    born = parent.born.year
    if hit(.12):
        kinds.append("no_parent_year")
        return clerk.blank
    if clerk.ages and rng.random() < .85 and 13 < year - born < 99:
        age = year - born + (rng.random() < .3)
        if hit(.02):
            age += rng.choice((-4, 3, 5))
            kinds.append("age_off")
        kinds.append("age")
        return f"{age}{clerk.age_text}"
    if hit(.015):
        born += rng.choice((-1, 1))
        kinds.append("near_year")
    elif hit(.008):
        born += rng.choice((-10, 10, 5))
        kinds.append("wrong_year")
    if rng.random() < .1:
        return date_text(clerk, parent.born.day, parent.born.month, born)
    return str(born)


# -- books -------------------------------------------------------------------


class Entry:
    __slots__ = ("kind", "person", "other", "day", "era", "commune", "again",
                 "twin", "cells", "kinds", "key", "code", "village")

    def __init__(self, kind, person, day, commune, other=None, again=""):
        self.kind, self.person, self.day = kind, person, day
        self.commune, self.other, self.again = commune, other, again
        self.village = person.village
        self.twin, self.kinds, self.cells = None, [], {}
        self.era = next(e for e, a, b in ERAS if a <= day <= b)


def in_books(day):
    return ERAS[0][1] <= day <= ERAS[-1][2]


def events(rng, world):
    late = lambda: rng.choice((3, 10, 20, 40, 55, 200, 900, 3000)) \
        if rng.random() < .9 else rng.randrange(60, 7000)
    for p in world.all:
        if p.registered in TARGETS:
            day = p.born + timedelta(days=late())
            if in_books(day):
                yield Entry("KS", p, day, p.registered)
        if p.sex == 1 and p.commune in TARGETS:
            for day, wife in p.weddings:
                if in_books(day):
                    yield Entry("KH", p, day, p.commune, wife)
        if p.died and p.commune in TARGETS and (p.died - p.born).days > 90:
            day = p.died + timedelta(days=rng.choice((1, 3, 7, 20, 200)))
            if in_books(day):
                yield Entry("KT", p, day, p.commune)


def again(rng, e):
    """The same event once more."""
    how = rng.random()
    if how < .4 and e.day < date(2016, 1, 1):
        day = e.day + timedelta(days=rng.randrange(400, 6000))
        return Entry(e.kind, e.person, min(day, ERAS[-1][2]), e.commune,
                     e.other, "again") if in_books(day) else None
    if how < .7:
        day = e.day + timedelta(days=rng.randrange(2, 90))
        return Entry(e.kind, e.person, day, e.commune, e.other, "twice") \
            if in_books(day) else None
    mother = e.person.mother
    if e.kind == "KS" and mother and mother.home in TARGETS and \
            mother.home is not e.commune:
        day = e.day + timedelta(days=rng.randrange(5, 60))
        return Entry("KS", e.person, day, mother.home, None, "both_sides") \
            if in_books(day) else None
    return None


def choose(rng, world, wanted):
    every = list(events(rng, world))
    if len(every) < wanted:
        sys.exit(f"gen2: only {len(every)} events for {wanted} entries; more "
                 "--people")
    chosen = []
    for e in rng.sample(every, len(every)):
        if len(chosen) >= wanted:
            break
        chosen.append(e)
        if rng.random() < .009 and len(chosen) < wanted:
            copy = again(rng, e)
            if copy:
                e.twin, copy.twin = copy, e
                chosen.append(copy)
    return chosen


def number_books(rng, entries):
    clerks, marks = {}, {}
    for e in sorted(entries, key=lambda e: (e.kind, e.commune.code, e.day)):
        e.code = e.commune.written(e.day, e.village)[0]
        slot = (e.kind, e.code, e.day.year // 3, e.era)
        if slot not in clerks:
            clerks[slot] = Clerk(random.Random(f"{slot}{rng.seed_text}"), e.era)
        clerk = clerks[slot]
        # one way of writing numbers for a whole year
        style = clerks.setdefault((e.kind, e.code, e.day.year, "n"), clerk)
        at = marks.setdefault((e.kind, e.code, e.day.year), [0, 1, 0])
        if at[2] == 120 and not style.no_volume and \
                style.number != "{n:02}":
            at[1], at[2] = at[1] + 1, 0
        at[0] += 1 + (rng.random() < .006)
        at[2] += 1
        year = e.day.year
        e.cells["so"] = style.number.format(n=at[0], y=year)
        volume = style.volume
        if style.number == "{n:02}" and "{y}" not in volume:
            volume = "{v:02}/{y}"  # the year must stand somewhere
        no_volume = style.no_volume and style.number != "{n:02}"
        e.cells["quyenSo"] = "" if no_volume else volume.format(v=at[1], y=year)
        e.cells["trangSo"] = str((at[2] - 1) // 2 + 1) \
            if rng.random() > .05 else ""
        e.key = (e.kind, e.code, e.cells["quyenSo"], e.cells["so"])
        yield e, clerk


def write_head(rng, e, clerk):
    c, hit = e.cells, lambda p: rng.random() < p * clerk.slip
    d = e.day
    if hit(.03):
        e.kinds.append("no_registration_date")
        c["ngayDangKy"] = clerk.blank
    else:
        c["ngayDangKy"] = f"{d.day:02}{clerk.sep}{d.month:02}{clerk.sep}{d.year}"
    ticks = "1" if e.again != "again" else "2"
    if hit(.04):
        ticks = rng.choice(("", "1", "2", "6" if e.kind == "KS" else "0"))
        e.kinds.append("wrong_tick")
    c["loaiDangKy"] = ticks
    office = place_text(e.commune, e.village, d, clerk.style)
    c["noiDangKy"] = rng.choice(("UBND ", "ubnd ", "Uỷ ban nhân dân ")) + office
    if rng.random() > .15:
        c["nguoiKy"] = "Nguyễn Văn Ký"
        c["chucVuNguoiKy"] = rng.choice(("CT", "Chủ tịch", "PCT", ""))
    if rng.random() > .2:
        c["nguoiThucHien"] = "Trần Thị Ghi"
    c["maNoiDangKy"], c["giaiDoan"], c["luong"] = e.code, e.era, "DC"
    if e.again == "again":
        c["ghiChu"] = "ĐK lại"


def write_person(rng, e, clerk, role, p, kinds, has_sex):
    c, hit = e.cells, lambda q: rng.random() < q * clerk.slip
    c[role + "HoTen"] = written_name(rng, clerk, p.name, kinds)
    age = e.day.year - p.born.year
    if e.kind != "KS" and clerk.ages and rng.random() < .25 and age > 14:
        c[role + "NgaySinh"] = f"{age}{clerk.age_text}"
        kinds.append("age")
    else:
        c[role + "NgaySinh"] = written_date(rng, clerk, p.born, kinds)
    if has_sex:
        sex = p.sex
        if hit(.003):
            sex = 3 - sex
            kinds.append("wrong_sex")
        c[role + "GioiTinh"] = ("Nam", "Nữ")[sex - 1] if clerk.sex_words \
            else str(sex)
        if hit(.03):
            c[role + "GioiTinh"] = rng.choice(("", "3"))
            kinds.append("no_sex")
    if not hit(.04):
        c[role + "DanToc"] = p.ethnic
        if rng.random() < .1:
            c[role + "DanToc"] = rng.choice(ETHNIC_OTHER[p.ethnic])
        if hit(.004):
            c[role + "DanToc"] = "Thái" if p.ethnic != "Thái" else "Kinh"
            kinds.append("wrong_ethnic")
    if e.era in ("E1", "E2", "E3") and rng.random() < .95:
        c[role + "QuocTich"] = rng.choice(("Việt Nam", "VN", "VIỆT NAM"))


def write_birth(rng, e, clerk):
    c, p, hit = e.cells, e.person, lambda q: rng.random() < q * clerk.slip
    write_person(rng, e, clerk, "nks", p, e.kinds, True)
    if rng.random() < {"E5": .4, "E4": .6}.get(e.era, .93):
        home = p.home
        if hit(.012):
            home = rng.choice(COMMUNES)
            e.kinds.append("other_home")
        style = clerk.style
        if hit(.02):
            style = "district"
            e.kinds.append("home_district")
        hamlet = rng.choice(("", "", "Thôn Đoài", "Xóm 3"))
        c["nksQueQuan"] = place_text(home, p.village, e.day, style, hamlet)
        if hit(.004):
            c["nksQueQuan"] = ", , ,"
            e.kinds.append("home_commas")
    if e.era in ("E1", "E2") and rng.random() < .9:
        c["nksNoiSinh"] = "Trạm y tế " + place_text(
            p.commune, p.village, e.day, "lower")
    for who, parent, missing in (("me", p.mother, .012), ("cha", p.father,
                                                          .05)):
        if parent is None:
            continue
        if not p.is_clear and hit(missing):
            e.kinds.append("no_" + who)
            c[who + "HoTen"] = clerk.blank
            continue
        c[who + "HoTen"] = " ".join(parent.name) if p.is_clear else \
            written_name(rng, clerk, parent.name, e.kinds, True)
        c[who + "NgaySinh"] = written_year(rng, clerk, parent, e.day.year,
                                           e.kinds)
        c[who + "DanToc"] = parent.ethnic
        c[who + "NoiCuTru"] = place_text(parent.commune, parent.village, e.day,
                                         "lower")
    if p.mother and rng.random() < .8:
        c["nycHoTen"] = " ".join(p.mother.name)
        c["nycQuanHe"] = "Mẹ"
    return [("nks", p, e.kinds)]


def write_marriage(rng, e, clerk):
    roles = []
    for role, p in (("chong", e.person), ("vo", e.other)):
        kinds = list(e.kinds)
        write_person(rng, e, clerk, role, p, kinds, False)
        e.cells[role + "NoiCuTru"] = place_text(p.commune, p.village, e.day,
                                                "lower")
        if p.cmnd and e.day.year > 1985 and rng.random() < .6:
            e.cells[role + "SoGiayToTuyThan"] = p.cmnd
            e.cells[role + "LoaiGiayToTuyThan"] = "1"
        roles.append((role, p, kinds))
    if rng.random() < .7:
        e.cells["ngayXacLapQuanHeHonNhan"] = e.cells["ngayDangKy"]
    return roles


def write_death(rng, e, clerk):
    c, p = e.cells, e.person
    write_person(rng, e, clerk, "nkt", p, e.kinds, True)
    c["nktNoiCuTru"] = place_text(p.commune, p.village, e.day, "lower")
    c["nktNgayChet"] = date_text(clerk, p.died.day, p.died.month, p.died.year)
    if rng.random() < .6:
        c["nktNguyenNhanChet"] = rng.choice(("Ốm", "Già", "Tai nạn", "Bệnh"))
    return [("nkt", p, e.kinds)]


WRITE = {"KS": write_birth, "KH": write_marriage, "KT": write_death}


# -- output ------------------------------------------------------------------


class Out:
    def __init__(self, folder):
        self.folder, self.files = folder, []
        os.makedirs(folder, exist_ok=False)

    def table(self, name, columns, rows, comment=""):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8",
                  newline="") as f:
            f.write(comment + "\t".join(columns) + "\n")
            for row in rows:
                f.write("\t".join([row.get(c, "") for c in columns]) + "\n")


def truth_rows(e, roles):
    for role, p, kinds in roles:
        row = p.row
        wrong = judge(e.kind, role, e.cells, row) if row else []
        kinds = list(dict.fromkeys(kinds + ([e.again] if e.again else [])))
        if p.second:
            kinds.append("two_rows:" + p.second)
        yield dict(zip(TRUTH, (
            *e.key, role,
            "NOTFOUND" if not row else "DIFF" if wrong else "MATCH",
            p.id or "", ",".join(wrong),
            ":".join(e.twin.key) if e.twin else "", ",".join(kinds))))


def write_all(out, rng, rows, entries):
    out.table("population.tsv", POPULATION, rows,
              f"# as-of {AS_OF.isoformat()}\n")
    books, written = collections.defaultdict(list), []
    for e, clerk in number_books(rng, entries):
        for column in COLUMNS[e.kind]:
            e.cells.setdefault(column, "")
        write_head(rng, e, clerk)
        written.append((e, WRITE[e.kind](rng, e, clerk)))
        books[e.kind].append(e.cells)
    keys = collections.Counter(e.key for e, _ in written)
    if max(keys.values()) > 1:
        sys.exit(f"gen2: {keys.most_common(1)} stands twice")
    for kind, cells in sorted(books.items()):
        out.table(kind + ".tsv", COLUMNS[kind], cells)
    out.table("truth.tsv", TRUTH, (t for e, roles in written
                                   for t in truth_rows(e, roles)))


def give_rows(rng, people, numbers, wanted, is_in=is_counted):
    """Ids, old papers and rows; not more than `wanted` rows."""
    rows = []
    # the young of the books' communes are what is compared: cut elsewhere
    counted = [p for p in people if is_in(rng, p)]
    wanted -= min(wanted, len(counted)) // 901  # second rows come on top
    if len(counted) > wanted:
        counted.sort(key=lambda p: p.commune not in TARGETS)
        for p in counted[wanted:]:
            p.row = None
        counted = counted[:wanted]
    for p in counted:
        p.id = numbers.next(p)
    for p in people:
        if p.born.year < 2000 and rng.random() < .5 and len(
                numbers.used) < 2 * len(people) + 900000:
            p.cmnd = numbers.paper()
    for p in counted:
        if rng.random() < .0005:
            p.nation = "Hoa Kỳ"
        p.row = make_row(rng, p, p.id, False)
        rows.append(p.row)
    for p in rng.sample(counted, len(counted) // 900):
        p.second = numbers.next(p)
        rows.append(make_row(rng, p, p.second, True))
    return rows


# -- pairs of one name -------------------------------------------------------


def homonym_of(rng, world, p):
    """Somebody else of the same name, more or less near."""
    how = rng.random()
    if how < .55:  # another year, same commune
        # away from the nearer end of the years that have books
        sign = 1 if p.born < date(1997, 6, 1) else -1
        born = p.born + timedelta(days=sign * rng.randrange(400, 7000))
    elif how < .88:  # same year, another day
        born = day_of(rng, p.born.year)
        if born == p.born:
            born += timedelta(days=2)
    else:  # the same day, other parents
        born = p.born
    commune = p.commune if how < .75 else rng.choice(COMMUNES)
    if how >= .88 and rng.random() < .5:
        commune = p.commune
    born = min(max(born, date(1976, 1, 2)), date(2018, 12, 1))
    parents = []
    for sex, like in ((1, p.father), (2, p.mother)):
        year = born.year - rng.randrange(20, 36)
        while True:
            family = p.name[0] if sex == 1 else FAMILY[
                commune.district.south, p.ethnic](rng)
            name = make_name(rng, family, p.ethnic, sex, year)
            if not like or name != like.name:
                break
        parents.append(world.add(sex, day_of(rng, year), commune, 0, p.ethnic,
                                 name))
    q = world.add(p.sex, born, commune, rng.randrange(VILLAGES), p.ethnic,
                  list(p.name), *parents)
    q.registered = q.home = commune
    q.died = None
    return q


def make_homonyms(rng, out, pairs):
    world = World(rng, max(30000, pairs * 6))
    base = [p for p in world.all if p.father and p.mother and not p.died
            and date(1976, 1, 2) <= p.born <= date(2018, 12, 1)]
    rng.shuffle(base)
    if len(base) < pairs:
        sys.exit("gen2: too few people for so many pairs")
    absent, entries = set(), []
    for p in base[:pairs]:
        q = homonym_of(rng, world, p)
        p.is_clear = q.is_clear = True
        absent.update((id(q.father), id(q.mother)))
        how = rng.random()
        # the other one's event alone; both events; both have rows as well
        if how < .85:
            absent.add(id(q))
        for one in (q,) if how < .6 else (p, q):
            day = one.born + timedelta(days=rng.randrange(2, 60))
            entries.append(Entry("KS", one, day, one.commune))
    keep = {id(p) for p in base[:pairs]}
    rows = give_rows(rng, world.all, Numbers(rng), 10 ** 9,
                     lambda r, p: id(p) not in absent and
                     (id(p) in keep or is_counted(r, p)))
    write_all(out, rng, rows, entries)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=150000)
    parser.add_argument("--entries", type=int, default=15000)
    parser.add_argument("--homonyms", type=int, default=0)
    parser.add_argument("--out")
    parser.add_argument("--self-test", action="store_true")
    wanted = parser.parse_args()
    self_test()
    if wanted.self_test:
        return
    if not wanted.out:
        parser.error("--out is missing")
    rng = random.Random(wanted.seed)
    rng.seed_text = str(wanted.seed)
    out = Out(wanted.out)
    if wanted.homonyms:
        make_homonyms(rng, out, wanted.homonyms)
        return
    world = World(rng, int(wanted.people * 1.12))
    rows = give_rows(rng, world.all, Numbers(rng), wanted.people)
    write_all(out, rng, rows, choose(rng, world, wanted.entries))
    print(f"gen2: {len(rows)} people, {wanted.entries} entries in {wanted.out}")


main()
