"""Vietnamese words that say nothing of what a comment is about.

A short list, read word by word: pronouns, particles, conjunctions, and courtesies that
stand in every comment. Words of praise and blame stay out of it: "chậm" and "nhiệt
tình" are what themes are told by. The last line holds what people who type without
diacritics use for the same, where it means nothing else that matters.
"""

STOPWORDS = frozenset("""
    tôi mình ta chúng_tôi chúng_ta chúng_mình em anh chị ông bà cô chú bác cháu con
    nó họ ai người người_ta mọi_người bản_thân gia_đình nhà
    là thì mà và với cùng hoặc hay nhưng nên vì do bởi bởi_vì cho để từ đến tới của
    về ở tại trong ngoài trên dưới theo bằng qua giữa khi lúc nếu dù tuy mặc_dù
    này kia đó đây ấy đấy nào gì sao thế vậy như cũng vẫn còn đã đang sẽ vừa mới
    rất quá lắm hơi khá thật càng luôn chỉ những các mọi mỗi từng một hai ba vài
    nhiều ít được bị có không chưa chẳng phải cần muốn nói_chung ra vào lên xuống lại
    đi rồi nữa à ạ ơi nhé nha thôi hết cả xin cảm_ơn cám_ơn kính_gửi trân_trọng
    quý mong đề_nghị góp_ý ý_kiến kính_mong ngày tháng năm hôm lần
    toi minh va voi nhung cua nay rat duoc khong phai da dang thi la co cho nguoi
""".split())
