/*
 * columns.h - the columns of each book, in the Ministry's order
 *
 * Written out, not read from schema/: a layout changed by mistake there shows
 * against these.  The last three are this program's own.
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_COLUMNS_H
#define HT_GEN_COLUMNS_H

/* clang-format off */
#define HT_GEN_KS_COLUMNS(X) \
	X(KS, so) X(KS, quyenSo) X(KS, trangSo) X(KS, ngayDangKy) \
	X(KS, loaiDangKy) X(KS, noiDangKy) X(KS, nguoiKy) \
	X(KS, chucVuNguoiKy) X(KS, nguoiThucHien) X(KS, ghiChu) \
	X(KS, nksHoTen) X(KS, nksGioiTinh) X(KS, nksNgaySinh) \
	X(KS, nksNgaySinhBangChu) X(KS, nksNoiSinh) X(KS, nksNoiSinhDVHC) \
	X(KS, nksQueQuan) X(KS, nksDanToc) X(KS, nksQuocTich) \
	X(KS, nksQuocTichKhac) X(KS, nksLoaiKhaiSinh) X(KS, nksMatTich) \
	X(KS, nksMatTichNgayGhiChuTuyenBo) X(KS, nksMatTichCanCuTuyenBo) \
	X(KS, nksMatTichNgayGhiChuHuyTuyenBo) \
	X(KS, nksMatTichCanCuHuyTuyenBo) X(KS, nksHanCheNangLucHanhVi) \
	X(KS, nksHanCheNangLucHanhViNgayGhiChuTuyenBo) \
	X(KS, nksHanCheNangLucHanhViCanCuTuyenBo) \
	X(KS, nksHanCheNangLucHanhViNgayGhiChuHuyTuyenBo) \
	X(KS, nksHanCheNangLucHanhViNgayCanCuHuyTuyenBo) X(KS, meHoTen) \
	X(KS, meNgaySinh) X(KS, meDanToc) X(KS, meQuocTich) \
	X(KS, meQuocTichKhac) X(KS, meLoaiCuTru) X(KS, meNoiCuTru) \
	X(KS, meLoaiGiayToTuyThan) X(KS, meSoGiayToTuyThan) X(KS, chaHoTen) \
	X(KS, chaNgaySinh) X(KS, chaDanToc) X(KS, chaQuocTich) \
	X(KS, chaQuocTichKhac) X(KS, chaLoaiCuTru) X(KS, chaNoiCuTru) \
	X(KS, chaLoaiGiayToTuyThan) X(KS, chaSoGiayToTuyThan) \
	X(KS, nycHoTen) X(KS, nycQuanHe) X(KS, nycLoaiGiayToTuyThan) \
	X(KS, nycGiayToKhac) X(KS, nycSoGiayToTuyThan) \
	X(KS, nycNgayCapGiayToTuyThan) X(KS, nycNoiCapGiayToTuyThan) \
	X(KS, soDangKyNuocNgoai) X(KS, ngayDangKyNuocNgoai) \
	X(KS, cqNuocNgoaiDaDangKy) X(KS, qgNuocNgoaiDaDangKy) \
	X(KS, maNoiDangKy) X(KS, giaiDoan) X(KS, luong)

#define HT_GEN_KH_COLUMNS(X) \
	X(KH, so) X(KH, quyenSo) X(KH, trangSo) X(KH, ngayDangKy) \
	X(KH, loaiDangKy) X(KH, noiDangKy) X(KH, nguoiKy) \
	X(KH, chucVuNguoiKy) X(KH, ngayXacLapQuanHeHonNhan) \
	X(KH, nguoiThucHien) X(KH, ghiChu) X(KH, tinhTrangKetHon) \
	X(KH, huyKetHonNgayGhiChu) X(KH, huyKetHonCanCu) \
	X(KH, congNhanKetHonNgayGhiChu) X(KH, congNhanKetHonCanCu) \
	X(KH, chongHoTen) X(KH, chongNgaySinh) X(KH, chongDanToc) \
	X(KH, chongQuocTich) X(KH, chongQuocTichKhac) X(KH, chongLoaiCuTru) \
	X(KH, chongNoiCuTru) X(KH, chongLoaiGiayToTuyThan) \
	X(KH, chongGiayToKhac) X(KH, chongSoGiayToTuyThan) \
	X(KH, chongNgayCapGiayToTuyThan) X(KH, chongNoiCapGiayToTuyThan) \
	X(KH, voHoTen) X(KH, voNgaySinh) X(KH, voDanToc) X(KH, voQuocTich) \
	X(KH, voQuocTichKhac) X(KH, voLoaiCuTru) X(KH, voNoiCuTru) \
	X(KH, voLoaiGiayToTuyThan) X(KH, voGiayToKhac) \
	X(KH, voSoGiayToTuyThan) X(KH, voNgayCapGiayToTuyThan) \
	X(KH, voNoiCapGiayToTuyThan) X(KH, soDangKyNuocNgoai) \
	X(KH, ngayDangKyNuocNgoai) X(KH, cqNuocNgoaiDaDangKy) \
	X(KH, qgNuocNgoaiDaDangKy) X(KH, maNoiDangKy) X(KH, giaiDoan) \
	X(KH, luong)

#define HT_GEN_KT_COLUMNS(X) \
	X(KT, so) X(KT, quyenSo) X(KT, trangSo) X(KT, ngayDangKy) \
	X(KT, loaiDangKy) X(KT, noiDangKy) X(KT, nguoiKy) \
	X(KT, chucVuNguoiKy) X(KT, nguoiThucHien) X(KT, ghiChu) \
	X(KT, nktHoTen) X(KT, nktGioiTinh) X(KT, nktNgaySinh) \
	X(KT, nktDanToc) X(KT, nktQuocTich) X(KT, nktQuocTichKhac) \
	X(KT, nktLoaiCuTru) X(KT, nktNoiCuTru) X(KT, nktLoaiGiayToTuyThan) \
	X(KT, nktGiayToKhac) X(KT, nktSoGiayToTuyThan) \
	X(KT, nktNgayCapGiayToTuyThan) X(KT, nktNoiCapGiayToTuyThan) \
	X(KT, nktNgayChet) X(KT, nktNgayChetGhiBangChu) \
	X(KT, nktGioPhutChet) X(KT, nktNoiChet) X(KT, nktNguyenNhanChet) \
	X(KT, nktTinhTrangTuyenBoViecChet) \
	X(KT, nktNgayGhiChuTuyenBoViecChet) X(KT, nktCanCuTuyenBoViecChet) \
	X(KT, nktNgayGhiChuHuyTuyenBoViecChet) \
	X(KT, nktCanCuHuyTuyenBoViecChet) X(KT, gbtLoai) X(KT, gbtSo) \
	X(KT, gbtNgay) X(KT, gbtCoQuanCap) X(KT, nycHoTen) X(KT, nycQuanHe) \
	X(KT, nycLoaiGiayToTuyThan) X(KT, nycGiayToKhac) \
	X(KT, nycSoGiayToTuyThan) X(KT, nycNgayCapGiayToTuyThan) \
	X(KT, nycNoiCapGiayToTuyThan) X(KT, soDangKyNuocNgoai) \
	X(KT, ngayDangKyNuocNgoai) X(KT, cqNuocNgoaiDaDangKy) \
	X(KT, qgNuocNgoaiDaDangKy) X(KT, maNoiDangKy) X(KT, giaiDoan) \
	X(KT, luong)

#define HT_GEN_CN_COLUMNS(X) \
	X(CN, so) X(CN, quyenSo) X(CN, trangSo) X(CN, ngayDangKy) \
	X(CN, loaiDangKy) X(CN, noiDangKy) X(CN, nguoiKy) \
	X(CN, chucVuNguoiKy) X(CN, nguoiThucHien) X(CN, ghiChu) \
	X(CN, cnHoTen) X(CN, cnNgaySinh) X(CN, cnGioiTinh) X(CN, cnDanToc) \
	X(CN, cnQuocTich) X(CN, cnNoiCuTru) X(CN, chaNuoiHoTen) \
	X(CN, chaNuoiNgaySinh) X(CN, chaNuoiDanToc) X(CN, chaNuoiQuocTich) \
	X(CN, chaNuoiNoiCuTru) X(CN, chaNuoiSoGiayToTuyThan) \
	X(CN, meNuoiHoTen) X(CN, meNuoiNgaySinh) X(CN, meNuoiDanToc) \
	X(CN, meNuoiQuocTich) X(CN, meNuoiNoiCuTru) \
	X(CN, meNuoiSoGiayToTuyThan) X(CN, giaoOngHoTen) \
	X(CN, giaoOngNgaySinh) X(CN, giaoOngDanToc) X(CN, giaoOngQuocTich) \
	X(CN, giaoOngNoiCuTru) X(CN, giaoOngSoGiayToTuyThan) \
	X(CN, giaoBaHoTen) X(CN, giaoBaNgaySinh) X(CN, giaoBaDanToc) \
	X(CN, giaoBaQuocTich) X(CN, giaoBaNoiCuTru) \
	X(CN, giaoBaSoGiayToTuyThan) X(CN, giaoQuanHe) X(CN, coSoTen) \
	X(CN, coSoDaiDien) X(CN, coSoChucVu) X(CN, qdSo) X(CN, qdNgay) \
	X(CN, cnSucKhoe) X(CN, cnNoiOTruoc) X(CN, maNoiDangKy) \
	X(CN, giaiDoan) X(CN, luong)

/* clang-format on */

#define HT_GEN_COLUMN(type, name) HT_GEN_C_##type##_##name,
enum ht_gen_ks { HT_GEN_KS_COLUMNS(HT_GEN_COLUMN) HT_GEN_KS_COUNT };
enum ht_gen_kh { HT_GEN_KH_COLUMNS(HT_GEN_COLUMN) HT_GEN_KH_COUNT };
enum ht_gen_kt { HT_GEN_KT_COLUMNS(HT_GEN_COLUMN) HT_GEN_KT_COUNT };
enum ht_gen_cn { HT_GEN_CN_COLUMNS(HT_GEN_COLUMN) HT_GEN_CN_COUNT };
#undef HT_GEN_COLUMN

enum { HT_GEN_COLUMNS_MAX = 80, HT_GEN_OWN_COLUMNS = 3 };

struct ht_gen_columns {
	const char *const *name;
	unsigned count;
};
/* By ht_gen_type. */
extern const struct ht_gen_columns ht_gen_columns[4];

#endif
