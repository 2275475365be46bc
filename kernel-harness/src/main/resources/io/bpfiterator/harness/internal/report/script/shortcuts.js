// The keys that work everywhere on the page; the grid handles the keys that move in it.

function bindShortcuts(grid, panel, navigate) {
    const actions = {
        '/': () => byId('search').focus(),
        '?': () => byId('keys').showModal(),
        n: () => grid.moveToFailure(1),
        p: () => grid.moveToFailure(-1),
        w: () => panel.root.hidden || panel.wrap(),
        Escape: () => panel.root.hidden || navigate(null),
    };
    document.addEventListener('keydown', (event) => {
        const modified = event.ctrlKey || event.altKey || event.metaKey;
        const typed = event.target.matches('input[type=search], select') && event.key !== 'Escape';
        if (modified || typed || byId('keys').open || !actions[event.key]) {
            return;
        }
        event.preventDefault();
        if (event.target === byId('search')) {
            leaveSearch(grid);
        } else {
            actions[event.key]();
        }
    });
}

/** The first Escape clears the search, the next one returns to the grid. */
function leaveSearch(grid) {
    const search = byId('search');
    if (search.value === '') {
        grid.focus();
    } else {
        search.value = '';
        search.dispatchEvent(new Event('input'));
    }
}
