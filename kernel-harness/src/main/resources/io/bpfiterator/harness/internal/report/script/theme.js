// Light or dark: the system decides until the reader does.

const THEMES = ['system', 'light', 'dark'];
const THEME_KEY = 'bpf-iterator-theme';

function bindTheme() {
    const button = byId('theme');
    const apply = (theme) => {
        document.documentElement.dataset.theme = theme;
        button.textContent = `Theme: ${theme}`;
    };
    button.addEventListener('click', () => {
        const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
        apply(next);
        try {
            localStorage.setItem(THEME_KEY, next);
        } catch {
            button.title = 'The browser does not let this page store the theme';
        }
    });
    apply(storedTheme());
}

/** A page in a sandbox has no storage. */
function storedTheme() {
    try {
        const stored = localStorage.getItem(THEME_KEY);
        return THEMES.includes(stored) ? stored : 'system';
    } catch {
        return 'system';
    }
}
