document.querySelector('#root')?.append('Pugmark');
