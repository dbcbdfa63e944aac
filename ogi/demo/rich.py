"""Two postings of the demo whose text is laid out: headings, lists, a table."""

WATER = """
<h2>一、通水时间</h2>
<p>东干渠计划于本月下旬分段放水，<strong>先尾后头、先急后缓</strong>，各组按表上的日期用水。</p>
<table><thead><tr><th>组别</th><th>放水日期</th><th>渠长</th></tr></thead>
<tbody><tr><td>一组、二组</td><td>21日至23日</td><td>组长值守</td></tr>
<tr><td>三组、四组</td><td>24日至26日</td><td>组长值守</td></tr></tbody></table>
<h2>二、请大家配合</h2>
<ul><li>放水期间不要在渠内洗涤、捕鱼，看管好小孩。</li>
<li>田埂漏水的，请在放水前补好。</li><li>用水有争议的，先找组长，再找村委会。</li></ul>
"""
SUMMARY = """
<h2>一、已经完成的事</h2>
<ol><li>主干道路灯全部换成节能灯，夜间照明到组。</li>
<li>清理排水沟 1.8 公里，雨天不再积水。</li>
<li>老年活动室重新粉刷，每天开放。</li></ol>
<h2>二、还没有完成的事</h2>
<p>文化广场健身器材因厂家延期，<strong>推迟到下半年安装</strong>；通组路两侧绿化已与施工队约定在秋季补种。</p>
<blockquote>大家有意见，可以写在意见箱里，也可以直接打监督电话，村里三天内答复。</blockquote>
"""
RICH: dict[tuple[str, str], str] = {("yunxi", "D03"): SUMMARY, ("baihe", "V09"): WATER}
"""By village and item: the text that stands in place of the plain one."""
