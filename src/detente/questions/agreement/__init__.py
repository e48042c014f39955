"""The agreement question: is there a package every party prefers to no deal, crossing no red line?"""
