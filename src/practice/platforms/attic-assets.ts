import { RIBBON_STYLE } from './document.ts';

export const ATTIC_STYLE = `${RIBBON_STYLE}
html{background:#ece9f2}
body{max-width:1020px;margin:0 auto;padding:26px 30px 30px;background:#fff;min-height:100vh;box-sizing:border-box;font:16px/1.5 Charter,Georgia,"Times New Roman",serif;color:#2a2438}
a{color:#5b2a86}
img{display:block;height:auto;border:1px solid #d9d2e6;background:#f3f0f8}
.top{border-bottom:3px double #5b2a86;padding-bottom:12px;font-size:14px}
.top i{color:#7d7391}
.name{font:700 30px/1.1 Charter,Georgia,serif;text-decoration:none;color:#3d1a5c}
input{font:15px Charter,Georgia,serif;padding:6px 8px;border:1px solid #a89bc0}
button,.button{font:15px Charter,Georgia,serif;padding:6px 14px;border:1px solid #3d1a5c;background:#5b2a86;color:#fff;text-decoration:none;cursor:pointer}
.top form{margin:0 0 8px}
.trail{font-size:14px;color:#7d7391;margin:14px 0 4px}
h1{font-size:28px;line-height:1.2;margin:6px 0 16px;color:#3d1a5c}
h2{font-size:19px;margin:26px 0 8px;border-bottom:1px solid #d9d2e6;padding-bottom:4px;color:#3d1a5c}
.cols>tbody>tr>td:first-child{padding-right:26px}
.pics td{padding:0 8px 8px 0}
.facts td{border-bottom:1px dotted #c8bedb;padding:6px 26px 6px 0}
.facts td:first-child{color:#7d7391}
.side td{background:#f6f3fb;border:1px solid #d9d2e6;padding:14px 16px}
.price{font-size:34px;font-weight:700;margin:0 0 6px;color:#3d1a5c}
.list td{border-bottom:1px solid #e7e1f1;padding:10px 8px;vertical-align:top}
.form{max-width:380px;margin:30px auto}
.form label{display:block;margin:12px 0 3px}
.form input{width:100%;box-sizing:border-box}
.form button{margin-top:16px}
.form .wrong{color:#a3291c}
.end{font-size:14px;color:#7d7391}
hr{border:0;border-top:3px double #5b2a86;margin:34px 0 10px}
`;
