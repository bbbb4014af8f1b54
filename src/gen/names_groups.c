/*
 * How other peoples of Vietnam name their children: the forms are described
 * in README.md, the shares are estimates.
 */
#include "gen/names_data.h"

#define NORTH_MIDDLE_M "Văn 70 55 30\n- 20 20 20\nĐức 1 5 10\nMinh 1 5 10\n"
#define NORTH_MIDDLE_F "Thị 90 80 60\n- 6 8 14\n"

const struct ht_gen_people_data ht_gen_people_data[HT_GEN_PEOPLES] = {
	[HT_GEN_KINH] = { .name = "Kinh", .other = { "Việt" } },
	[HT_GEN_TAY] = {
		.name = "Tày",
		.other = { "Thổ", "Ngạn" },
		.family = "Nông 18 18 18\nHoàng 16 16 16\nLương 9 9 9\nVi 5 5 5\n"
			  "Ma 8 8 8\nBế 6 6 6\nTriệu 6 6 6\nLục 5 5 5\nĐàm 7 7 7\n"
			  "Hứa 4 4 4\nLý 5 5 5\nLa 3 3 3\nChu 3 3 3\nMã 2 2 2\n"
			  "Nguyễn 8 8 8\nHà 4 4 4\nĐinh 2 2 2\nPhan 2 2 2\n",
		.middle = { NORTH_MIDDLE_M, NORTH_MIDDLE_F },
		.given = { "Páo 2 1 0\nLùng 3 1 0\nSlửng 2 0 0\nDìn 3 1 0\n",
			   "Pấu 3 1 0\nBộc 3 1 0\nMủi 3 1 0\nNhình 3 1 0\n" },
		.kinh_given = 900,
	},
	[HT_GEN_THAI] = {
		.name = "Thái",
		.other = { "Thái Đen", "Thái Trắng", "Tày Mường" },
		.family = "Lò 30 30 30\nQuàng 9 9 9\nCà 8 8 8\nLường 9 9 9\nVi 8 8 8\n"
			  "Hà 6 6 6\nTòng 8 8 8\nĐiêu 4 4 4\nCầm 4 4 4\nBạc 3 3 3\n"
			  "Lèo 4 4 4\nLô 8 8 8\nLương 7 7 7\nNgân 4 4 4\nMè 3 3 3\n"
			  "Sầm 2 2 2\nKha 2 2 2\nVì 6 6 6\nHoàng 3 3 3\n",
		.middle = { NORTH_MIDDLE_M, NORTH_MIDDLE_F },
		.given = { "Pọm 5 2 1\nẾt 5 2 0\nPanh 5 3 1\nInh 6 3 1\nKẻo 4 1 0\n"
			   "Ọi 4 2 0\nLả 4 2 0\nXôm 4 2 1\nPhanh 4 3 1\n",
			   "Pành 5 2 1\nÍn 5 3 1\nÓm 5 2 0\nLả 4 3 1\nBun 4 2 1\n"
			   "Xương 4 3 1\nPâng 4 2 1\nÁnh 4 4 6\nHoan 4 4 4\n" },
		.kinh_given = 600,
	},
	[HT_GEN_HOA] = {
		.name = "Hoa",
		.other = { "Hán" },
		.family = "Trần 14 14 14\nLâm 12 12 12\nLý 10 10 10\nVương 7 7 7\n"
			  "Huỳnh 8 8 8\nTrương 6 6 6\nQuách 5 5 5\nTăng 5 5 5\n"
			  "Lưu 5 5 5\nHứa 4 4 4\nÂu 3 3 3\nDương 4 4 4\nNgô 4 4 4\n"
			  "Châu 5 5 5\nLương 5 5 5\nVòng 3 3 3\nSú 2 2 2\nChề 1 1 1\n",
		.middle = { "Chí 20 20 15\nVĩ 8 8 10\nQuốc 8 12 14\nGia 4 6 24\n"
			    "Vĩnh 10 8 5\nThiệu 6 4 2\n- 20 15 10\n",
			    "Mỹ 20 24 20\nTuyết 8 9 4\nLệ 12 9 4\nÁi 10 8 5\n"
			    "Bội 4 5 6\nTú 8 8 8\n- 12 10 10\n" },
		.given = { "Hoa 3 3 1\nXương 5 3 1\nPhò 3 1 0\nSềnh 2 1 0\nCường 4 6 4\n",
			   "Muối 5 2 0\nNữ 3 2 0\nMúi 3 1 0\nSlàn 1 1 0\nHuê 3 3 1\n" },
		.kinh_given = 800,
	},
	[HT_GEN_KHMER] = {
		.name = "Khơ Me",
		.other = { "Khmer", "Khơ-me" },
		.family = "Thạch 26 26 26\nSơn 14 14 14\nKim 12 12 12\nDanh 14 14 14\n"
			  "Lâm 9 9 9\nLý 7 7 7\nChâu 6 6 6\nTrần 6 6 6\nKiên 5 5 5\n"
			  "Liêu 3 3 3\nNeáng 3 2 1\nTăng 3 3 3\nHuỳnh 2 2 2\n",
		.middle = { "- 70 60 50\nVăn 6 10 10\nSa 6 8 8\nMinh 1 3 8\n",
			    "- 60 50 45\nThị 24 26 20\nThi 4 5 5\nSô 3 4 5\n" },
		.given = { "Sa_Rinh 8 9 9\nSô_Phi 5 7 8\nRây 6 4 2\nSà_Rươl 5 5 4\n"
			   "Kha 4 4 4\nSóc_Kha 5 6 6\nSung 5 4 2\nPhol 4 5 3\n"
			   "Sương 4 4 3\nThol 4 4 2\nVanh_Na 4 6 7\nChanh_Đa 3 6 8\n"
			   "Út 6 4 2\nHuôl 3 3 1\nThi 3 3 2\nMa_Ra 2 4 5\nRi_Thi 2 4 6\n",
			   "Sa_Ni 7 8 8\nSóc_Kha 5 6 6\nSô_Phia 4 7 9\nRa_Ni 4 6 7\n"
			   "Sa_Rây 5 5 4\nThi_Đa 4 7 9\nSết 4 3 2\nXuôl 4 3 1\nHên 5 3 2\n"
			   "Na_Ri 3 6 8\nKa_Ly 2 4 6\nSươne 3 2 1\nThươne 2 2 1\n"
			   "Bô_Pha 3 5 6\nChanh_Tha 3 5 6\nPhal_La 2 4 5\n" },
		.kinh_given = 250,
	},
	[HT_GEN_MUONG] = {
		.name = "Mường",
		.other = { "Mol" },
		.family = "Bùi 34 34 34\nĐinh 20 20 20\nHà 12 12 12\nQuách 8 8 8\n"
			  "Phùng 6 6 6\nPhạm 5 5 5\nNguyễn 9 9 9\nCao 3 3 3\nBạch 3 3 3\n"
			  "Xa 4 4 4\nTrương 2 2 2\nSa 2 2 2\nHoàng 3 3 3\n",
		.middle = { NORTH_MIDDLE_M, NORTH_MIDDLE_F },
		.given = { "Ỉnh 3 1 0\nDẩu 4 1 0\nBôn 3 2 0\nẺn 3 1 0\nNhềm 2 1 0\n"
			   "Chểu 2 1 0\n",
			   "Xiểng 3 1 0\nBướng 3 1 0\nNhểu 3 1 0\nDến 3 1 0\n"
			   "Ển 3 2 0\n" },
		.kinh_given = 920,
	},
	[HT_GEN_NUNG] = {
		.name = "Nùng",
		.other = { "Nùng An", "Nùng Cháo" },
		.family = "Nông 22 22 22\nHoàng 14 14 14\nLương 8 8 8\nLý 8 8 8\n"
			  "Long 6 6 6\nVi 8 8 8\nChu 6 6 6\nTriệu 6 6 6\nLâm 5 5 5\n"
			  "Phùng 4 4 4\nMông 5 5 5\nLăng 4 4 4\nThang 2 2 2\nLô 2 2 2\n"
			  "Hứa 4 4 4\nLèng 2 2 2\nVương 2 2 2\n",
		.middle = { NORTH_MIDDLE_M, NORTH_MIDDLE_F },
		.given = { "Phủ 3 1 0\nPhấn 3 2 0\nSlìn 2 1 0\nLình 3 1 0\n",
			   "Slảo 2 1 0\nPẩu 3 1 0\nÉn 3 2 1\nLẻm 2 1 0\n" },
		.kinh_given = 880,
	},
	[HT_GEN_MONG] = {
		.name = "Mông",
		.other = { "HMông", "Mèo", "Mông" },
		.family = "Vàng 20 20 20\nGiàng 20 20 20\nSùng 12 12 12\nThào 11 11 11\n"
			  "Lý 8 8 8\nHạng 5 5 5\nMùa 6 6 6\nLầu 6 6 6\nCứ 3 3 3\n"
			  "Ly 4 4 4\nVừ 6 6 6\nHờ 4 4 4\nMá 3 3 3\nHầu 3 3 3\nSồng 4 4 4\n"
			  "Cháng 2 2 2\nThò 2 2 2\nHảng 2 2 2\nChang 2 2 2\nPhàng 2 2 2\n",
		.middle = { "A 75 72 62\nSeo 8 8 6\nMí 5 5 4\nVăn 2 4 9\n- 3 3 3\n",
			    "Thị 82 82 78\nSeo 4 4 3\n- 5 4 4\n" },
		.given = { "Páo 9 9 7\nDơ 7 7 5\nSình 7 7 6\nTủa 8 7 5\nChù 6 6 4\n"
			   "Lử 6 6 5\nNủ 6 6 5\nSúa 6 5 4\nDế 6 6 4\nPhừ 4 4 3\n"
			   "Sềnh 5 5 4\nChống 5 5 4\nVảng 5 5 4\nLềnh 5 5 4\nDia 4 4 4\n"
			   "Khua 4 4 3\nNhà 4 4 3\nSang 4 5 6\nLâu 5 5 5\nPó 4 4 3\n"
			   "Chư 4 4 4\nTông 4 4 4\nGià 4 4 3\nCâu 4 4 4\n",
			   "Mỷ 8 8 7\nDở 7 7 5\nSua 8 8 6\nMai 5 7 9\nMáy 7 6 5\n"
			   "Dinh 5 5 4\nChu 7 6 5\nSông 6 6 5\nPà 6 6 5\nDua 6 6 5\n"
			   "Xay 5 5 4\nChía 5 5 4\nDợ 6 6 5\nSay 5 5 4\nVá 4 4 3\n"
			   "Ca 4 4 4\nBla 4 4 4\nLia 4 4 4\nGầu 4 4 3\nMo 4 4 3\n" },
		.kinh_given = 90,
	},
	[HT_GEN_DAO] = {
		.name = "Dao",
		.other = { "Mán", "Dao Đỏ", "Dao Tiền" },
		.family = "Bàn 22 22 22\nĐặng 18 18 18\nTriệu 20 20 20\nPhùng 10 10 10\n"
			  "Lý 9 9 9\nChảo 5 5 5\nTẩn 6 6 6\nPhàn 4 4 4\nDương 5 5 5\n"
			  "Phượng 1 1 1\nTrương 2 2 2\nHoàng 3 3 3\n",
		.middle = { "Văn 40 46 36\nTòn 8 6 3\nChòi 5 4 2\nSành 5 4 2\n"
			    "Dào 5 4 3\nTiến 4 6 8\nKim 4 5 4\n- 10 8 10\n",
			    "Thị 46 56 52\nMùi 14 10 6\nTả 5 4 2\nMẩy 5 5 3\n- 8 8 8\n" },
		.given = { "Phin 5 5 3\nLiều 5 4 3\nChiêu 5 4 3\nPhú 6 7 7\nQuyên 3 3 2\n"
			   "Sểnh 4 3 2\nNhàn 3 3 2\nTòng 3 3 3\n",
			   "Mẩy 7 7 5\nPham 6 5 4\nLở 5 4 3\nNhất 3 3 2\nLiều 5 4 3\n"
			   "Ghển 4 3 2\nMan 5 5 4\nKhé 4 3 2\n" },
		.kinh_given = 600,
	},
	[HT_GEN_GIA_RAI] = {
		.name = "Gia Rai",
		.other = { "Gia-rai", "Jrai" },
		.pattern = HT_GEN_CLAN_FIRST,
		.family = "Rơ_Châm 16 16 16\nSiu 16 16 16\nKsor 14 14 14\nKpă 10 10 10\n"
			  "Nay 9 9 9\nRah_Lan 9 9 9\nRơ_Mah 13 13 13\nPuih 5 5 5\n"
			  "Rmah 5 5 5\nRơ_Ô 3 3 3\nHiao 2 2 2\n",
		.middle = { "- 1 1 1\n", "- 1 1 1\n" },
		.given = { "Blưh 6 5 4\nDer 6 5 4\nPhước 2 4 6\nHyơh 4 4 3\nThuih 4 4 4\n"
			   "Hmrik 3 3 3\nKlơh 4 4 4\nBlon 4 4 4\nGlơih 3 3 3\nYuen 4 4 4\n"
			   "Tuân 2 4 5\nBlit 4 4 3\nThơ 3 4 4\nHlăng 3 3 3\nPyuh 3 3 3\n",
			   "H'Lan 7 7 6\nH'Blơn 6 6 5\nH'Yen 5 5 5\nH'Nhung 2 5 7\n"
			   "H'Liêu 4 4 4\nH'Phyih 3 3 3\nH'Mler 4 4 3\nH'Ngê 4 4 3\n"
			   "H'Chuyên 2 4 5\nH'Bit 4 4 3\nPhyun 4 3 2\nByin 4 3 2\n" },
	},
	[HT_GEN_E_DE] = {
		.name = "Ê Đê",
		.other = { "Ê-đê", "Ra-đê", "Rha-đê" },
		.pattern = HT_GEN_FAMILY_LAST,
		.family = "Niê 26 26 26\nÊban 12 12 12\nMlô 14 14 14\nÊñuôl 8 8 8\n"
			  "Ayŭn 7 7 7\nByă 9 9 9\nKbuôr 5 5 5\nHmŏk 4 4 4\nKtla 5 5 5\n"
			  "Kđoh 4 4 4\nHđơk 5 5 5\nBuôn_Yă 3 3 3\nBuôn_Krông 3 3 3\n"
			  "Niê_Kdăm 4 4 4\nKsơr 3 3 3\n",
		.middle = { "Y 1 1 1\n", "- 1 1 1\n" },
		.given = { "Moan 5 5 4\nThông 4 6 7\nBhăm 5 4 3\nDjăk 4 4 3\nBlô 4 4 3\n"
			   "Nguê 5 5 4\nDhun 4 4 4\nWăn 3 4 4\nSuôn 3 4 4\nBliu 4 4 4\n"
			   "Tlam 4 4 3\nKhoa 1 3 6\nRin 4 4 4\nThuk 4 4 3\nNgun 4 4 3\n"
			   "Kim 3 4 4\nPhôn 4 4 4\nSam 4 5 5\nBhuôm 3 3 2\nLuan 2 4 5\n",
			   "H'Hen 4 6 6\nH'Bia 6 6 5\nH'Lan 6 6 5\nH'Nga 4 6 6\nH'Mơ 5 5 4\n"
			   "H'Zi 3 4 5\nH'Duyên 2 4 6\nH'Wen 3 4 5\nH'Rô 4 4 4\n"
			   "H'Yam 5 4 3\nH'Đê 4 4 3\nH'Trang 1 3 6\nH'Phi 3 4 5\n"
			   "H'Loan 3 5 6\nH'Ngăm 5 4 3\nH'Blă 5 4 3\nH'Juaih 4 4 3\n" },
	},
	[HT_GEN_BA_NA] = {
		.name = "Ba Na",
		.other = { "Ba na", "Bahnar" },
		.family = "Đinh 90 90 90\nBah 3 3 3\n",
		.middle = { "- 40 35 30\nVăn 30 36 36\n", "- 30 26 22\nThị 46 50 52\n" },
		.given = { "Grưn 5 4 3\nThut 5 4 3\nBlơi 5 4 3\nKrơk 4 3 3\nHmưnh 4 4 3\n"
			   "Nhơm 4 4 4\nBrôi 4 4 3\nPyưnh 3 3 3\nHơnh 4 4 4\nKlưm 4 4 3\n",
			   "Hlinh 4 4 4\nHvương 3 3 3\nBlơm 4 4 3\nPrang 4 4 3\nNgưi 4 4 3\n"
			   "Hyin 3 4 4\nBleng 4 4 3\nHnhân 4 4 4\nChơm 4 4 4\nThum 4 4 3\n" },
		.kinh_given = 220,
	},
	[HT_GEN_SAN_CHAY] = {
		.name = "Sán Chay",
		.other = { "Cao Lan", "Sán Chỉ" },
		.family = "Ninh 12 12 12\nHoàng 14 14 14\nTrần 14 14 14\nLý 10 10 10\n"
			  "Âu 6 6 6\nNịnh 9 9 9\nSầm 8 8 8\nLâm 8 8 8\nTiêu 4 4 4\nLục 5 5 5\n",
		.middle = { NORTH_MIDDLE_M, NORTH_MIDDLE_F },
		.given = { "Sồi 3 1 0\nVượng 4 3 2\nÁy 2 1 0\n",
			   "Sểu 3 1 0\nTiến 3 3 1\nNhình 3 1 0\n" },
		.kinh_given = 920,
	},
	[HT_GEN_CO_HO] = {
		.name = "Cơ Ho",
		.other = { "Cơ-ho", "K'Ho" },
		.pattern = HT_GEN_PREFIX_ONLY,
		.family = "- 1 1 1\n",
		.middle = { "- 1 1 1\n", "Ka 1 1 1\n" },
		.given = { "K'Brêu 5 5 4\nK'Tés 5 4 3\nK'Brôh 5 5 4\nK'Dĩn 4 4 4\n"
			   "K'Nhỡi 4 4 4\nK'Thế 4 5 5\nK'Bảo 1 3 7\nK'Vinh 2 4 6\n"
			   "K'Lộc 3 4 5\nK'Srai 4 4 3\nK'Broih 4 4 3\nK'Đêu 4 4 3\n",
			   "Să 6 5 4\nThuyên 3 5 6\nHồng 3 5 5\nRít 5 4 3\nNhép 4 4 3\n"
			   "Nhim 4 4 4\nĐơi 4 4 3\nYến 1 3 6\nMẹo 4 4 3\nThủy 2 4 6\n"
			   "Brừu 4 3 3\nHợp 3 4 4\n" },
	},
	[HT_GEN_CHAM] = {
		.name = "Chăm",
		.other = { "Chàm", "Chăm Hroi" },
		.family = "Đàng 14 14 14\nBá 9 9 9\nThiên 8 8 8\nQuảng 9 9 9\nBáo 6 6 6\n"
			  "Trượng 8 8 8\nLưu 8 8 8\nMang 8 8 8\nLa 5 5 5\nChâu 7 7 7\n"
			  "Hán 6 6 6\nLộ 5 5 5\nThành 5 5 5\nKiều 6 6 6\nTài 4 4 4\n"
			  "Nguyễn 4 4 4\nPhú 4 4 4\nSử 3 3 3\nLâm 3 3 3\nMa 2 2 2\n",
		.middle = { "Văn 30 34 26\nNăng 10 9 7\nSanh 6 5 4\nNgọc 4 7 9\n"
			    "Xuân 4 7 6\nViên 4 4 4\n- 20 16 14\n",
			    "Thị 70 66 54\n- 16 14 12\n" },
		.given = { "Quái 4 2 1\nChế 4 3 2\nÔn 3 2 1\nDạn 4 3 2\nDiêm 3 2 2\n"
			   "Thỏ 3 2 1\nMỡ 3 1 1\nBéo 2 1 0\n",
			   "Thoại 3 3 2\nDủm 3 2 1\nTrà 3 3 3\nChăn 4 2 1\nNguyệt 3 4 3\n"
			   "Nhơi 3 2 1\n" },
		.kinh_given = 700,
	},
	[HT_GEN_HRE] = {
		.name = "Hrê",
		.other = { "Chăm Rê" },
		.family = "Đinh 60 60 60\nPhạm 34 34 34\nĐỗ 1 1 1\n",
		.middle = { "Văn 66 66 56\n- 16 14 12\n", "Thị 72 72 66\n- 12 10 8\n" },
		.given = { "Nốt 5 4 3\nNgỡi 5 4 3\nPhêu 5 4 3\nRin 4 4 4\nRúp 4 4 3\n"
			   "Xanh 4 4 4\nTrút 4 4 3\nBrố 4 4 3\nÊu 4 4 3\nKrếp 3 3 2\n",
			   "Trơ 5 4 3\nXiêng 4 4 3\nRói 4 4 3\nNghía 4 4 3\nLê 3 4 4\n"
			   "Phia 4 4 4\nTriếp 4 4 3\nNheo 4 4 3\nĐrế 4 4 3\n" },
		.kinh_given = 350,
	},
	[HT_GEN_RAGLAI] = {
		.name = "RaGlay",
		.other = { "Ra-glai", "Raglai", "Raglay" },
		.family = "Cao 22 22 22\nMấu 14 14 14\nBo_Bo 12 12 12\nPi_Năng 12 12 12\n"
			  "Tro 8 8 8\nCà_Dá 6 6 6\nKa_Tơ 4 4 4\nChamaléa 6 6 6\nPa_Tâu 3 3 3\n"
			  "Mang 6 6 6\nTà_Yên 3 3 3\nPi_Nhuôi 2 2 2\nHà 2 2 2\nMà_Giá 3 3 3\n",
		.middle = { "- 30 22 16\nVăn 20 30 30\n", "Thị 60 66 62\n- 22 14 10\n" },
		.given = { "Điểu 4 3 2\nNghe 4 3 2\nTuối 4 3 2\nThiết 3 4 3\nNa 3 2 2\n"
			   "Xà 3 2 1\nKiêng 3 3 2\nĐông 4 4 3\n",
			   "Thìa 4 3 2\nMiết 4 3 2\nNhẻo 4 3 2\nXí 4 3 2\nTrầm 4 3 2\n"
			   "Đêm 4 3 2\nRưới 3 2 1\nNủng 4 3 2\n" },
		.kinh_given = 550,
	},
};
