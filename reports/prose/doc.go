// Package prose says figures in sentences, as offices of the field do: 起数和死亡人数双下降, 同比持平, 去年同期为0，增加2起. It is
// pure: the same quantities give the same words. A rise is never called a fall, zero bases never give a percentage, rates change
// by percentage points, and what is not known is said to be so.
package prose
