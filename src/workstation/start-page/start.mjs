// Exchanges the one-time token behind the # for this window's session. Whoever only fetches the address, as programs do to
// show a preview of it, uses up nothing: what is behind the # is not sent.
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);

const isTaken = token !== '' && (await fetch('/session', { method: 'POST', body: token })).ok;
// A link from elsewhere comes without the cookie; a request of this page has it.
if (isTaken || (await fetch('/session', { cache: 'no-store' })).ok) location.replace('/');
else document.querySelector('main')?.removeAttribute('hidden');
