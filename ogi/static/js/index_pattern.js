/* Shows beside the pattern of index numbers what one would look like, while it is typed. */
(() => {
  const field = document.querySelector('[data-index-pattern]');
  const example = document.querySelector('[data-index-example]');
  if (!field || !example) return;
  const parts = JSON.parse(field.dataset.indexPattern);
  const serial = '12';
  const show = () => {
    let sound = /\{serial(:0[1-9]d)?\}/.test(field.value) && field.value.includes('{tenant}');
    const text = field.value.replace(/\{([a-z]+)(?::0([1-9])d)?\}/g, (whole, name, width) => {
      if (name === 'serial') return serial.padStart(Number(width || 0), '0');
      if (width || !(name in parts)) sound = false;
      return parts[name] || whole;
    });
    example.textContent = sound && !/[{}\s]/.test(text) ? text : '格式有误';
  };
  field.addEventListener('input', show);
})();
