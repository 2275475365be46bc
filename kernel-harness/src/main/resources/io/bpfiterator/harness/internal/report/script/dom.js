// Elements. Text from a report is untrusted: it reaches the page only as text nodes and attributes.

const byId = (id) => document.getElementById(id);

/** Creates an element. A function property becomes an event listener; null, undefined and false are left out. */
function element(tag, properties = {}, ...children) {
    const created = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
        if (typeof value === 'function') {
            created.addEventListener(name, value);
        } else if (value !== null && value !== undefined && value !== false) {
            created.setAttribute(name, value === true ? '' : value);
        }
    }
    created.append(...children);
    return created;
}
