// The keys that work everywhere on the page; the grid handles the keys that move in it.

function bindShortcuts(views, panel) {
    const actions = {
        '/': () => views.current.search.focus(),
        '?': () => byId('keys').showModal(),
        n: () => views.current.move(1),
        p: () => views.current.move(-1),
        w: () => panel.root.hidden || panel.wrap(),
        Escape: () => panel.root.hidden || views.closePanel(),
    };
    document.addEventListener('keydown', (event) => {
        const modified = event.ctrlKey || event.altKey || event.metaKey;
        const typed = event.target.matches('input[type=search], select') && event.key !== 'Escape';
        if (modified || typed || byId('keys').open || !actions[event.key]) {
            return;
        }
        event.preventDefault();
        if (event.target === views.current.search) {
            leaveSearch(views.current);
        } else {
            actions[event.key]();
        }
    });
}

/** The first Escape clears the search, the next one returns to the grid. */
function leaveSearch({ search, grid }) {
    if (search.value === '') {
        grid.focus();
    } else {
        search.value = '';
        search.dispatchEvent(new Event('input'));
    }
}
