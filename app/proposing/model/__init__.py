"""A model that drafts proposals, where somebody has one, and the guard that holds its words against those it quotes."""
