"""What the registers of the sample county hold in its year: people, posts, workplaces, helpers; all made up."""
