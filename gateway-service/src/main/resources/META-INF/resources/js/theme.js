const NAMES = { auto: 'Auto', light: 'Light', dark: 'Dark' };
const ORDER = Object.keys(NAMES);

/** The switch between the system's theme, light and dark. */
export function themeSwitch(button, name) {
  let theme = document.documentElement.dataset.theme ?? 'auto';

  function show() {
    name.textContent = NAMES[theme];
    button.setAttribute('aria-label', theme === 'auto' ? 'Theme: as the system' : `Theme: ${theme}`);
    if (theme === 'auto') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
  }

  button.addEventListener('click', () => {
    theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
    show();
    try {
      localStorage.setItem('calotype.theme', theme);
    } catch {
      // Not kept; the choice holds for this visit.
    }
  });
  show();
}
