/**
 * Of virtua only the list is used. Its grid is found to be unused as well, but the minifier leaves it in: 3 kB of what every
 * page of the app loads first.
 */
module.exports = function withoutGrids(source) {
  const grid = /, ce = \/\*#__PURE__\*\/ e\([\s\S]*?\n\}\), (?=fe = )/;
  const name = 'ce as VGrid, ';
  if (!grid.test(source) || !source.includes(name))
    throw new Error('virtua is not built as it was: see whether the grid is still left in.');
  return source.replace(grid, ', ').replace(name, '');
};
